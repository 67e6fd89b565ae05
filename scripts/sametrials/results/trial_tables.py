"""The tables of a study: trials, timings, learning curves."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from sametrials.study.dimension import Choice
from sametrials.study.objective import Objective
from sametrials.study.space import HyperParameters, Space
from sametrials.trials.ranking import ranked
from sametrials.trials.record import TrialRecord


def trials_table(
    objective: Objective,
    records: Sequence[TrialRecord],
    search_space: Mapping[str, Mapping] | None = None,
) -> pd.DataFrame:
    """Tabulate the trials, best first: rank, trial, state, the metric, then the hyper-parameters.

    Complete trials come before pruned ones, and these before failed ones, which have no value.

    Parameters
    ----------
    objective
        Of the study.
    records
        Of its trials.
    search_space
        As in config.yaml, in the order of the columns. Categories are then written by their texts
        (`sametrials.study.dimension.Choice.texts`). Without it, columns and values are those of
        the records.
    """
    in_order = ranked(objective, records)
    first = pd.DataFrame(
        [[rank, each.trial, each.state, each.value] for rank, each in enumerate(in_order, start=1)],
        columns=["rank", "trial", "state", objective.column],
    )
    points = [record.hyper_parameters for record in in_order]
    return pd.concat([first, hyper_parameters_table(points, search_space)], axis=1)


def hyper_parameters_table(
    points: Sequence[HyperParameters], search_space: Mapping[str, Mapping] | None = None
) -> pd.DataFrame:
    """Tabulate points, a row each; what a condition switches off is empty.

    See `trials_table` for `search_space`.
    """
    names = list(search_space or (points[0] if points else {}))
    cells = {name: [point[name] for point in points] for name in names}
    if search_space is not None:
        cells = _as_texts(Space(search_space), points, cells)
    # None among whole numbers would make pandas write 3.0 for 3.
    return pd.DataFrame(
        {
            name: pd.Series(column, dtype=object if None in column else None)
            for name, column in cells.items()
        }
    )


def _as_texts(
    space: Space, points: Sequence[HyperParameters], cells: Mapping[str, list[Any]]
) -> dict[str, list[Any]]:
    """Write categories by their texts: an empty cell does not exist, and null is a category."""
    existing = [space.existing(point) for point in points]

    def text(dimension: Choice, value: Any) -> str:
        return dimension.texts[dimension.index(value)]

    return {
        name: [
            text(dimension, value) if name in exists else None
            for value, exists in zip(cells[name], existing, strict=True)
        ]
        if isinstance(dimension, Choice)
        else cells[name]
        for name, dimension in space.dimensions.items()
    }


def timings_table(records: Sequence[TrialRecord]) -> pd.DataFrame:
    """Tabulate, by trial, the worker, the start and the seconds of each phase.

    The columns: trial, worker, start (UTC), then in seconds suggest (choosing the
    hyper-parameters), wait (for the worker, which makes its trainer at its first trial), build,
    train, save. Phases that a failed trial did not reach are empty.
    """
    table = pd.DataFrame(
        ({"trial": record.trial, "worker": record.worker, **record.timings} for record in records),
        columns=["trial", "worker", "start", "suggest", "wait", "build", "train", "save"],
    )
    start = pd.to_datetime(table["start"], unit="s", utc=True)
    return table.assign(start=start.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def learning_curves_table(records: Sequence[TrialRecord], step: str = "epoch") -> pd.DataFrame:
    """Tabulate the reported metrics by trial and step (from 1): an epoch, or a fold.

    The columns after these two are the metrics: those on training data before those on validation
    data, which begin with `val_`. A trial that failed before its first epoch ended has
    no row; a value that was not finite is empty.
    """
    reported = {metric for record in records for metric in record.history}
    metrics = sorted(reported, key=lambda metric: (metric.startswith("val_"), metric))
    rows = [
        {"trial": record.trial, step: number + 1}
        | {metric: values[number] for metric, values in record.history.items()}
        for record in records
        for number in range(record.steps)
    ]
    return pd.DataFrame(rows, columns=["trial", step, *metrics])
