"""Studies side by side: what each had found when, and at which cost."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from hpo.records import STATES
from hpo.tables import read_csv

AFTER = (10, 20, 30, 40)
"""The numbers of trials after which the table tells the best accuracy."""

PHASES = ("suggest", "wait", "build", "train", "save")
COUNTS = ("trials", *STATES)
MEASURES = (
    *(f"accuracy_after_{n}" for n in AFTER),
    *("accuracy", "test_accuracy", "training_seconds", "wall_seconds"),
)


class StudyResults(NamedTuple):
    """What is known of a finished study."""

    name: str
    strategy: str
    """The name that its replicates share: the studies that differ from it in the seed only."""
    seed: int
    trials: pd.DataFrame
    """trials.csv: a row per trial, in the order of their numbers, which are the index."""
    timings: pd.DataFrame
    """timings.csv, likewise."""


def read_studies(
    studies: Sequence[Mapping], trials: Sequence[str | Path], timings: Sequence[str | Path]
) -> list[StudyResults]:
    """Read the tables of studies.

    Parameters
    ----------
    studies
        name, strategy and seed of each.
    trials, timings
        Its trials.csv and its timings.csv, in the same order.
    """
    return [
        StudyResults(**study, trials=_by_trial(its_trials), timings=_by_trial(its_timings))
        for study, its_trials, its_timings in zip(studies, trials, timings, strict=True)
    ]


def _by_trial(path: str | Path) -> pd.DataFrame:
    return read_csv(path).set_index("trial").sort_index()


def by_strategy(studies: Sequence[StudyResults]) -> dict[str, list[StudyResults]]:
    """Put the replicates of each strategy together, in the order of the first ones."""
    groups: dict[str, list[StudyResults]] = {}
    for study in studies:
        groups.setdefault(study.strategy, []).append(study)
    return groups


def accuracies(study: StudyResults) -> pd.Series:
    """List the accuracy (0 to 1) of each trial by its number; NaN unless it is complete."""
    return study.trials["accuracy"].where(study.trials["state"] == "complete").astype(float)


def best_by_trial(study: StudyResults) -> pd.Series:
    """Find the best accuracy after 1, 2, ... trials; NaN as long as none is complete."""
    best = accuracies(study).cummax().ffill()
    return best.set_axis(np.arange(1, len(best) + 1))


def best_by_time(study: StudyResults) -> pd.Series:
    """Find the best accuracy at each end of a trial, by the seconds since the study began."""
    ended = seconds_to_end(study).sort_values(kind="stable")
    best = accuracies(study).reindex(ended.index).cummax().ffill()
    return best.set_axis(ended.to_numpy())


def seconds_to_end(study: StudyResults) -> pd.Series:
    """Find when each trial ended, by its number: seconds since the study began.

    The clock stands still while no trial is suggested or trained: between a run that was stopped
    and the one that resumed it, or before trials were added.
    """
    phases = study.timings[list(PHASES)]
    start = pd.to_datetime(study.timings["start"]) - pd.Timestamp(0, tz="UTC")
    # The hyper-parameters were suggested before "start"; all other phases are after it. (Where
    # trials are jobs, nobody has measured how long that took.)
    began = start.dt.total_seconds() - phases["suggest"].fillna(0)
    spans = pd.DataFrame({"began": began, "ended": began + phases.sum(axis="columns")})
    spans = spans.sort_values("began", kind="stable") - began.min()
    busy_until = spans["ended"].cummax().shift(fill_value=0)
    idle = (spans["began"] - busy_until).clip(lower=0).cumsum()
    return (spans["ended"] - idle).sort_index()


def comparison_table(
    studies: Sequence[StudyResults], test_accuracies: Mapping[str, float]
) -> pd.DataFrame:
    """Tabulate the studies, and after its replicates each strategy that has several.

    The columns: strategy; study, seed (both empty in the row of a strategy); trials and how many
    of them are complete, pruned and failed; the best validation accuracy after 10, 20, 30, 40
    trials, empty where the study has fewer, and at the end; the test accuracy of the best model;
    the seconds of training, all trials together, and from the study's beginning to its end, with
    no pauses in them.

    In a strategy's row the numbers of trials are sums, all others means; the columns `..._sd` hold
    their standard deviations (of a sample). A mean is empty where one of its studies has no value.

    Parameters
    ----------
    studies
        What is compared.
    test_accuracies
        Of the best model of each study, by its name.
    """
    rows = []
    for strategy, replicates in by_strategy(studies).items():
        table = pd.DataFrame(_row(study, test_accuracies[study.name]) for study in replicates)
        rows.extend(table.to_dict("records"))
        if len(replicates) > 1:
            rows.append({"strategy": strategy} | _summary(table))
    columns = [*_row(studies[0], np.nan), *(f"{column}_sd" for column in MEASURES)]
    return pd.DataFrame(rows, columns=columns).astype({"seed": "Int64"})


def _row(study: StudyResults, test_accuracy: float) -> dict:
    best = best_by_trial(study)
    return {
        "strategy": study.strategy,
        "study": study.name,
        "seed": study.seed,
        "trials": len(best),
        **{state: int((study.trials["state"] == state).sum()) for state in STATES},
        **{f"accuracy_after_{n}": best.get(n, np.nan) for n in AFTER},
        "accuracy": best.iloc[-1],
        "test_accuracy": test_accuracy,
        "training_seconds": round(study.timings["train"].sum(), 1),
        "wall_seconds": round(seconds_to_end(study).max(), 1),
    }


def _summary(replicates: pd.DataFrame) -> dict:
    measured = replicates[list(MEASURES)]
    return {
        **replicates[list(COUNTS)].sum(),
        **measured.mean(skipna=False).round(6),
        **measured.std(skipna=False).round(6).add_suffix("_sd"),
    }
