"""Summaries of the runs: pure functions of the JSON files that `run_method` writes."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

Run = Mapping[str, Any]

MEASURES = (
    *("wall_seconds", "cpu_seconds", "peak_pss_mb", "peak_rss_mb"),
    *("best_accuracy", "test_accuracy"),
)

PARTS = {
    "before the search": "before",
    "workers starting": "start_up",
    "training": "training",
    "building, saving": "building",
    "idle workers": "idle",
    "after the search": "after",
}
"""The parts of the wall time of our workflow: names for people, and columns of `search_row`."""


def best_so_far(trials: Sequence[Mapping[str, float | None]]) -> pd.Series:
    """Compute the best accuracy at the end of each trial, by seconds since the start.

    Parameters
    ----------
    trials
        `seconds` and `accuracy` of each, in the order of their ends. The accuracy of a failed or
        pruned trial is None.

    Returns
    -------
    pandas.Series
        NaN as long as no trial has an accuracy.
    """
    accuracies = [trial["accuracy"] for trial in trials]
    ends = [trial["seconds"] for trial in trials]
    return pd.Series(accuracies, index=ends, dtype=float).cummax().ffill()


def seconds_to(trials: Sequence[Mapping[str, float | None]], accuracy: float) -> float:
    """Return the seconds until a trial ended with at least this accuracy; inf if none did."""
    best = best_so_far(trials)
    return min(best.index[best >= accuracy], default=math.inf)


def search_seconds(run: Run) -> float:
    """Return the seconds of the search alone, up to the end of the last trial.

    For our workflow they begin with the first suggestion, for another method with the start of its
    program, imports included.
    """
    began = run["details"]["began"] if run["details"] else 0.0
    return run["trials"][-1]["seconds"] - began


def runs_table(runs: Iterable[Run], accuracies: Sequence[float], baseline: str) -> pd.DataFrame:
    """Tabulate the runs.

    The columns: method, seed; wall_seconds, cpu_seconds, peak_pss_mb, peak_rss_mb; best_accuracy
    (validation), test_accuracy; search_seconds (see `search_seconds`); seconds_to_<accuracy> for
    each accuracy, inf if it was not reached; the ratio of each of the times to that of the baseline
    with the same seed, NaN where one of the two did not reach it or the baseline did not run.
    """
    rows = [
        {key: run[key] for key in ("method", "seed", *MEASURES)}
        | {"search_seconds": search_seconds(run)}
        | {f"seconds_to_{level}": seconds_to(run["trials"], level) for level in accuracies}
        for run in runs
    ]
    table = pd.DataFrame(rows)
    bases = table[table["method"] == baseline].set_index("seed")
    for name in [name for name in table.columns if "seconds" in name]:
        base = table["seed"].map(bases[name]).replace(math.inf, math.nan)
        table[f"{name}_ratio"] = table[name].replace(math.inf, math.nan) / base
    return table


def methods_table(runs: pd.DataFrame) -> pd.DataFrame:
    """Summarise what `runs_table` returned: a row for each method.

    The columns: method, runs (their number), and of each measure its median over the seeds and
    <measure>_low and <measure>_high, the least and the greatest. A time that was not reached counts
    as infinite; an unknown ratio is left out.
    """
    rows = []
    for method, part in runs.groupby("method", sort=False):
        row = {"method": method, "runs": len(part)}
        for name in part.columns.drop(["method", "seed"]):
            row[name] = part[name].median()
            row[f"{name}_low"], row[f"{name}_high"] = part[name].min(), part[name].max()
        rows.append(row)
    return pd.DataFrame(rows)


def search_row(run: Run) -> dict[str, float]:
    """Split the time of a run of our workflow into its parts.

    Returns
    -------
    dict
        wall, and its parts, in seconds: before (Snakemake's start, the split of the data set, the
        imports of the search), start_up (workers importing TensorFlow), training, building
        (networks, graphs, saved models), idle (workers waiting for each other or a suggestion),
        after (tables, the best model on the test images, figures, pages). What several workers do
        at the same time is divided by their number. Then suggesting, in seconds, while workers may
        be at work; search, the wall time from the first suggestion to the end of the
        last trial; outside_training, the share of the workers' time in the search, 0 to 1, that is
        no training.
    """
    details = run["details"]
    workers = details["workers"]
    search = details["ended"] - details["began"]
    start_up, training = details["wait"] / workers, details["train"] / workers
    building = (details["build"] + details["save"]) / workers
    return {
        "wall": run["wall_seconds"],
        "before": details["began"],
        "start_up": start_up,
        "training": training,
        "building": building,
        "idle": search - start_up - training - building,
        "after": run["wall_seconds"] - details["ended"],
        "suggesting": details["suggest"],
        "search": search,
        "outside_training": 1 - training / search,
    }


def slope(values: Sequence[float]) -> float:
    """Fit a line to values at 0, 1, 2, ...; return how much it rises from one to the next."""
    return float(np.polyfit(np.arange(len(values)), values, 1)[0])
