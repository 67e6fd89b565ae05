"""Finished studies to report on, made up."""

from dataclasses import asdict

import pandas as pd

from sametrials.report.facts import Examples, Facts
from simulated import ACCURACY, DEFAULT_PARAMETERS, SEARCH_SPACE, record_of

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
    values=(0.99, 0.989, 0.9),
    *,
    objective=ACCURACY,
    best=POINT,
    best_trial=1,
    history=(0.98, 0.99, 0.985),
    failed=(),
    space=SPACE,
    confirmed=None,
    validation=1000,
    test=0.98,
    dataset="digits",
    model=None,
    training=None,
    noun="images",
    measures=None,
    timings=None,
    instructions="native",
    made_with=None,
    **settings,
):
    """Make what is known of a study whose trials, best first, are numbers 1, 2, ... and then 0.

    `failed` are the records of trials that come after them, `history` what the metric of the best
    one was after each epoch, `test` what its model reached on test examples, and `measures` what
    else was measured there.
    """
    n = len(values)
    numbers = [(rank + best_trial) % n for rank in range(n)] + [each.trial for each in failed]
    states = ["complete"] * n + ["failed"] * len(failed)
    points = [best] + [DEFAULT_PARAMETERS] * (len(numbers) - 1)
    trials = pd.DataFrame(
        {
            "rank": range(1, len(numbers) + 1),
            "trial": numbers,
            "state": states,
            objective.column: [*values, *(float("nan") for _ in failed)],
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
    record = record_of(
        numbers[0],
        values[0],
        metric=objective.metric,
        hyper_parameters=best,
        history={objective.metric: list(history)},
    )
    config = {
        "instructions": instructions,
        "dataset": {"name": dataset, "validation": validation},
        "objective": asdict(objective),
        "training": {"epochs": 3, "patience": None, "class_weight": None} | (training or {}),
        "model": model,
        "trial": None,
        "search_space": space,
        "constants": {},
        "default_parameters": DEFAULT_PARAMETERS,
        "enqueue": [],
        "studies": {
            "gp": {
                "optimizer": "gp",
                "acq_func": "EI",
                "n_calls": len(numbers),
                "stop_after": None,
                "n_initial_points": 2,
                "window": 1,
                "seed": 7,
                **settings,
            }
        },
    }
    measures = measures or {}
    evaluation = {"images": 300, objective.test_metric: test} | measures
    examples = Examples(noun, 4000, validation, 300, "r2" not in measures)
    return Facts(
        *("gp", config, trials, timings, record, list(failed), evaluation, confirmed, examples),
        made_with=made_with or {"native: GenuineIntel avx2": numbers},
    )


def confirmed(values, column="accuracy"):
    """Make a table of trials 1, 2, ...: the values of each in the search and under two new seeds.

    There is no mean if a training failed.
    """
    table = pd.DataFrame(values, columns=[column, f"{column}_1", f"{column}_2"], dtype=float)
    numbers = range(1, len(values) + 1)
    table.insert(0, f"mean_{column}", table.mean(axis="columns", skipna=False))
    return pd.DataFrame({"rank": numbers, "trial": numbers}).join(table)
