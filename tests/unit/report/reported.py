"""Finished studies to report on, made up."""

import pandas as pd

from hpo.report.facts import Facts
from hpo.trials.record import TrialRecord
from simulated import DEFAULT_PARAMETERS, SEARCH_SPACE

SPACE = {
    name: {"prior": "uniform"} | entry if entry["type"] == "integer" else entry
    for name, entry in SEARCH_SPACE.items()
}
POINT = {
    "learning_rate": 1e-3,
    "num_dense_layers": 2,
    "num_dense_nodes": 100,
    "activation": "relu",
}


def facts(
    accuracies=(0.99, 0.989, 0.9),
    *,
    best=POINT,
    best_trial=1,
    history=(0.98, 0.99, 0.985),
    failed=(),
    space=SPACE,
    confirmed=None,
    validation=1000,
    dataset="digits",
    timings=None,
):
    """Make what is known of a study whose trials, best first, are numbers 1, 2, ... and then 0.

    `failed` are the records of trials that come after them.
    """
    n = len(accuracies)
    numbers = [(rank + best_trial) % n for rank in range(n)] + [each.trial for each in failed]
    states = ["complete"] * n + ["failed"] * len(failed)
    points = [best] + [DEFAULT_PARAMETERS] * (len(numbers) - 1)
    trials = pd.DataFrame(
        {
            "rank": range(1, len(numbers) + 1),
            "trial": numbers,
            "state": states,
            "accuracy": [*accuracies, *(float("nan") for _ in failed)],
            **{name: [point[name] for point in points] for name in space},
        }
    )
    if timings is None:
        timings = pd.DataFrame(
            {
                "trial": sorted(numbers),
                "worker": 0,
                "start": [f"2026-01-01T00:00:{10 * i:02d}.000000Z" for i in range(len(numbers))],
                **{"suggest": 1.0, "wait": 0.5, "build": 0.5, "train": 7.0, "save": 1.0},
            }
        )
    record = TrialRecord(
        numbers[0], "complete", best, accuracies[0], history={"val_accuracy": list(history)}
    )
    config = {
        "dataset": {"name": dataset, "validation": validation},
        "training": {"epochs": 3},
        "model": None,
        "search_space": space,
        "constants": {},
        "default_parameters": DEFAULT_PARAMETERS,
        "studies": {
            "gp": {
                "optimizer": "gp",
                "acq_func": "EI",
                "n_calls": len(numbers),
                "n_initial_points": 2,
                "window": 1,
                "seed": 7,
            }
        },
    }
    evaluation = {"accuracy": 0.98, "images": 300}
    return Facts("gp", config, trials, timings, record, list(failed), evaluation, confirmed)
