"""Studies out of the ordinary: what a search can end with, and every figure has to cope with."""

import numpy as np
from drawn import (
    ACCURACY,
    ACTIVATION,
    LAYERS,
    LEARNING_RATE,
    LOSS,
    SEED_SPACE,
    categorical,
    integer,
    random_trials,
    real,
)

from sametrials.study.objective import Objective

MIXED = ["complete", "failed", "pruned", *["complete"] * 12, "failed", "pruned", "complete"]
R2 = Objective("val_r2_score", "maximize")

UGLY = {
    "text": categorical(
        *(
            "a$b$",
            "$",
            r"$\frac$",
            "back\\slash",
            "<b>&amp;",
            "line\nbreak",
            "tab\t",
            "under_score",
        ),
        *("50 %", "^{", "x" * 200, "\a\x00", "ü", "=1+1", " ", ""),
    ),
    "number": categorical(1, 0.1, 1e300, 10**30),
    "switch": categorical(True, False),
}
THREE = LEARNING_RATE | LAYERS | ACTIVATION
TWENTY = {f"unused_{number}": real(0.0, 1.0) for number in range(20)}
KINDS = (real(0.0, 1.0), integer(1, 9), categorical("a", "b", "c"))
SIXTY = {f"number_{number}": KINDS[number % 3] for number in range(60)}
LONG = {
    name: real(0.0, 1.0)
    for name in ("a_very_long_name_of_a_hyper_parameter_that_has_sixty_four_letter", "a" * 64, "_")
}
FORTY = LEARNING_RATE | {"kind": categorical(*(f"category {number}" for number in range(40)))}
THOUSAND = {
    "kind": categorical(*(f"category {number}" for number in range(1000))),
    "number": categorical(*range(1000)),
}
BOUNDS = {
    "huge": real(-1e300, 1e300),
    "tiny": real(0.0, 1e-300),
    "wide": real(1e-300, 1e300, "log-uniform"),
    "near": real(1.0, 1.0 + 1e-12),
    "next": real(1.0, float(np.nextafter(1.0, 2.0))),
    "whole": integer(-(2**31), 2**31 - 1),
}


def trials(space, states=MIXED, objective=ACCURACY):
    return random_trials(space, len(states), states=states, objective=objective)


def of_values(values, objective=LOSS):
    """Make trials with these values; those without one failed."""
    values = np.array(values, dtype=float)
    states = np.where(np.isnan(values), "failed", "complete")
    return random_trials(THREE, len(values), values, states, objective)


def with_one_value():
    found = trials(SEED_SPACE)
    same = {"learning_rate": 1e-3, "activation": "relu"}
    return found._replace(points=[point | same for point in found.points])


RANDOM = np.random.default_rng(0).random(20)
STEPS = {
    "dropout": {**real(0.0, 0.5), "step": 0.1},
    "units": {**integer(8, 128), "step": 8},
    "batch_size": {**integer(16, 256), "base": 2},
    "size": {"type": "ordinal", "values": ["small", "medium", "large"]},
    "decay": {**real(-1.0, 3.0, "normal"), "mean": 0.0, "sd": 1.0},
    "kind": categorical(1, 1.0, True, "1", None, ""),
}
CONDITIONS = {
    "solver": categorical("sgd", "adam", "lion"),
    "layers": integer(1, 3),
    "momentum": {**real(0.0, 0.9), "when": {"solver": "sgd"}},
    "size": {**STEPS["size"], "when": {"layers": ">= 2"}},
    "warmup": {**categorical("linear", "cosine"), "when": {"solver": ["adam", "lion"]}},
}
EXCLUSIVE = {
    "solver": CONDITIONS["solver"],
    "momentum": {**real(0.0, 0.9), "when": {"solver": "sgd"}},
    "beta": {**real(0.9, 0.9999), "when": {"solver": "adam"}},
}
ODD = {
    "two trials": lambda: trials(SEED_SPACE, ["complete"] * 2),
    "all but one failed": lambda: of_values([np.nan] * 9 + [0.5] + [np.nan] * 9),
    "a huge one, all others failed": lambda: of_values([np.nan] * 9 + [1e300] + [np.nan] * 9),
    "sixty dimensions": lambda: trials(SIXTY),
    "sixty dimensions, one trial": lambda: trials(SIXTY, ["complete"]),
    "ugly categories": lambda: trials(UGLY, MIXED * 2),
    "long names": lambda: trials(LONG),
    "forty categories": lambda: trials(FORTY, MIXED * 3),
    "a thousand categories": lambda: trials(THOUSAND, MIXED * 3),
    "bounds of any size": lambda: trials(BOUNDS, MIXED * 2),
    "equal values": lambda: of_values([0.5] * 20),
    "no loss at all": lambda: of_values([0.0] * 20),
    "all perfect": lambda: of_values([1.0] * 20, ACCURACY),
    "values of 1e300": lambda: of_values(1e300 * RANDOM),
    "values of 1e-300": lambda: of_values(1e-300 * RANDOM),
    "values of 1e-300 to 1e300": lambda: of_values([*(1e300 * RANDOM), *(1e-300 * RANDOM)]),
    "values of both signs": lambda: of_values(1e300 * (RANDOM - 0.5), R2),
    "one value tried": with_one_value,
    "steps, orders and powers": lambda: trials(STEPS, MIXED * 3),
    "conditions": lambda: trials(CONDITIONS, MIXED * 3),
    "conditions that exclude each other": lambda: trials(EXCLUSIVE, MIXED * 3),
}
"""Makes the trials of each."""
