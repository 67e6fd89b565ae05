"""The tables of a study: trials, timings, learning curves."""

from collections.abc import Sequence

import pandas as pd

from sametrials.study.objective import Objective
from sametrials.trials.ranking import ranked
from sametrials.trials.record import TrialRecord


def trials_table(objective: Objective, records: Sequence[TrialRecord]) -> pd.DataFrame:
    """Tabulate the trials, best first: rank, trial, state, the metric, then the hyper-parameters.

    Complete trials come before pruned ones, and these before failed ones, which have no value.
    """
    return pd.DataFrame(
        {
            "rank": rank,
            "trial": record.trial,
            "state": record.state,
            objective.column: record.value,
            **record.hyper_parameters,
        }
        for rank, record in enumerate(ranked(objective, records), start=1)
    )


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
