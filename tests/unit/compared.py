"""Finished studies to compare, made up."""

import numpy as np
import pandas as pd

from sametrials.results.comparison import StudyResults
from simulated import ACCURACY


def finished(
    name="gp",
    values=(0.5, 0.9, 0.8),
    *,
    objective=ACCURACY,
    strategy=None,
    seed=1,
    states=None,
    starts=None,
    seconds=10.0,
    suggest=0.0,
):
    """Make a study; a value of None is a failed trial. It trains one trial after the other."""
    states = states or ["failed" if each is None else "complete" for each in values]
    trial = pd.RangeIndex(len(values), name="trial")
    if starts is None:
        starts = np.arange(len(trial)) * (seconds + suggest) + suggest
    start = pd.to_datetime(1_700_000_000 + np.asarray(starts, dtype=float), unit="s", utc=True)
    timings = {
        "worker": 0,
        "start": start.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "suggest": suggest,
        "wait": 0.0,
        "build": 0.0,
        "train": seconds,
        "save": 0.0,
    }
    return StudyResults(
        name,
        strategy or name,
        seed,
        pd.DataFrame(
            {"state": states, objective.column: np.array(values, dtype=float)}, index=trial
        ),
        pd.DataFrame(timings, index=trial),
        objective,
    )


def several(n_studies, n_trials=40):
    """Make studies of different lengths, some with failed and pruned trials."""
    studies = []
    for i in range(n_studies):
        random = np.random.default_rng(i)
        length = max(1, n_trials - 3 * i)
        values = [0.72, *(0.99 - 0.3 * random.random(length - 1) ** 2)]
        states = ["complete", *random.choice(["complete", "pruned"], length - 1)]
        if length > 2:
            values[2], states[2] = None, "failed"
        studies.append(finished(f"study-number_{i}", values, states=states, seconds=5.0 + i))
    return studies


def replicates(*values, strategy="gp", **options):
    """Make the studies of a strategy, one of each list of values."""
    return [
        finished(f"{strategy}-{seed}", each, strategy=strategy, seed=seed, **options)
        for seed, each in enumerate(values, start=1)
    ]
