"""Compare studies: the best value of each by trials and by time, and what it took."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from sametrials.common.csv_tables import read_csv
from sametrials.study.objective import Objective
from sametrials.trials.record import STATES

AFTER = (10, 20, 30, 40)
"""The numbers of trials after which the table gives the best value."""

PHASES = ("suggest", "wait", "build", "train", "save")
COUNTS = ("trials", *STATES)


class StudyResults(NamedTuple):
    """The results of a finished study."""

    name: str
    strategy: str
    """The name that it shares with its replicates, which differ from it in the seed only."""
    seed: int
    trials: pd.DataFrame
    """trials.csv: a row per trial, in the order of their numbers, which are the index."""
    timings: pd.DataFrame
    """timings.csv, likewise."""
    objective: Objective
    """The objective, which is the same in all studies that are compared."""


def read_studies(
    studies: Sequence[Mapping],
    trials: Sequence[str | Path],
    timings: Sequence[str | Path],
    objective: Mapping[str, str],
    order: Iterable[str] = (),
) -> list[StudyResults]:
    """Read the tables of studies.

    Parameters
    ----------
    studies
        name, strategy and seed of each.
    trials, timings
        The trials.csv and the timings.csv of each, in the same order.
    objective
        As in config.yaml, checked.
    order
        The names of studies in the order in which they are shown; replicates of a strategy stand
        together, where the first of them does. Others follow as they are given.
    """
    found = [
        StudyResults(
            **study,
            trials=_by_trial(its_trials),
            timings=_by_trial(its_timings),
            objective=Objective(**objective),
        )
        for study, its_trials, its_timings in zip(studies, trials, timings, strict=True)
    ]
    places = {name: place for place, name in enumerate(order)}
    in_order = sorted(found, key=lambda study: places.get(study.name, len(places)))
    return [study for strategy in by_strategy(in_order).values() for study in strategy]


def _by_trial(path: str | Path) -> pd.DataFrame:
    return read_csv(path).set_index("trial").sort_index()


def by_strategy(studies: Sequence[StudyResults]) -> dict[str, list[StudyResults]]:
    """Group studies by strategy, in the order of the first study of each."""
    groups: dict[str, list[StudyResults]] = {}
    for study in studies:
        groups.setdefault(study.strategy, []).append(study)
    return groups


def values(study: StudyResults) -> pd.Series:
    """List the value of each trial by its number; NaN unless it is complete."""
    column = study.trials[study.objective.column]
    return column.where(study.trials["state"] == "complete").astype(float)


def best_so_far(objective: Objective, values: pd.Series) -> pd.Series:
    """Compute the best value up to each one; NaN as long as there is none."""
    best = values.cummax() if objective.maximized else values.cummin()
    return best.ffill()


def best_by_trial(study: StudyResults) -> pd.Series:
    """Compute the best value after 1, 2, ... trials; NaN as long as none is complete."""
    best = best_so_far(study.objective, values(study))
    return best.set_axis(np.arange(1, len(best) + 1))


def best_by_time(study: StudyResults) -> pd.Series:
    """Compute the best value at the end of each trial, by seconds since the study began."""
    ended = seconds_to_end(study).sort_values(kind="stable")
    best = best_so_far(study.objective, values(study).reindex(ended.index))
    return best.set_axis(ended.to_numpy())


def seconds_to_end(study: StudyResults) -> pd.Series:
    """Compute when each trial ended, by its number, in seconds since the study began.

    The clock stands still while no trial is suggested or trained: between a run that was stopped
    and the one that resumed it, or before trials were added.
    """
    phases = study.timings[list(PHASES)]
    start = pd.to_datetime(study.timings["start"]) - pd.Timestamp(0, tz="UTC")
    # The hyper-parameters were suggested before "start"; all other phases are after it. (Where
    # trials are jobs, that time is not measured.)
    began = start.dt.total_seconds() - phases["suggest"].fillna(0)
    spans = pd.DataFrame({"began": began, "ended": began + phases.sum(axis="columns")})
    spans = spans.sort_values("began", kind="stable") - began.min()
    busy_until = spans["ended"].cummax().shift(fill_value=0)
    idle = (spans["began"] - busy_until).clip(lower=0).cumsum()
    return (spans["ended"] - idle).sort_index()


def comparison_table(
    studies: Sequence[StudyResults], test_values: Mapping[str, float | None]
) -> pd.DataFrame:
    """Tabulate the studies; after several replicates comes a row for their strategy.

    The columns: strategy; study, seed (both empty in the row of a strategy); trials and how many
    of them are complete, pruned and failed; the best value of the objective after 10, 20, 30, 40
    trials (<metric>_after_10, ...), empty where the study has fewer, and at the end (<metric>);
    the same metric of the best model on the test data (test_<metric>);
    the seconds of training, all trials together, and those from the study's beginning to its end
    without pauses.

    In a strategy's row the numbers of trials are sums, all others means; the columns `..._sd` hold
    their standard deviations (of a sample). A mean is empty where one of its studies has no value.

    Parameters
    ----------
    studies
        The studies to compare.
    test_values
        The test metric of each study's best model, by the study's name; empty where unknown.
    """
    rows = []
    measures = _measures(studies[0].objective)
    for strategy, replicates in by_strategy(studies).items():
        table = pd.DataFrame(_row(study, test_values.get(study.name)) for study in replicates)
        rows.extend(table.to_dict("records"))
        if len(replicates) > 1:
            rows.append({"strategy": strategy} | _summary(table, measures))
    columns = [*_row(studies[0], np.nan), *(f"{column}_sd" for column in measures)]
    return pd.DataFrame(rows, columns=columns).astype({"seed": "Int64"})


def _measures(objective: Objective) -> list[str]:
    """List the columns that have a mean and a standard deviation over replicates."""
    after = [f"{objective.column}_after_{n}" for n in AFTER]
    seconds = ["training_seconds", "wall_seconds"]
    return [*after, objective.column, f"test_{objective.test_metric}", *seconds]


def _row(study: StudyResults, test_value: float | None) -> dict:
    name = study.objective.column
    best = best_by_trial(study)
    return {
        "strategy": study.strategy,
        "study": study.name,
        "seed": study.seed,
        "trials": len(best),
        **{state: int((study.trials["state"] == state).sum()) for state in STATES},
        **{f"{name}_after_{n}": best.get(n, np.nan) for n in AFTER},
        name: best.iloc[-1],
        f"test_{study.objective.test_metric}": np.nan if test_value is None else test_value,
        "training_seconds": round(study.timings["train"].sum(), 1),
        "wall_seconds": round(seconds_to_end(study).max(), 1),
    }


def _summary(replicates: pd.DataFrame, measures: Sequence[str]) -> dict:
    measured = replicates[list(measures)]
    return {
        **replicates[list(COUNTS)].sum(),
        **measured.mean(skipna=False).map(_six_digits),
        **measured.std(skipna=False).map(_six_digits).add_suffix("_sd"),
    }


def _six_digits(value: float) -> float:
    """Round to six significant digits: a loss of 1e-5 keeps its own."""
    return float(f"{value:.6g}")
