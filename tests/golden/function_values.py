"""Values of the trials by a user's Python function: seeds, data, reports, models."""

import random
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from outcomes import outcome_of
from sametrials.data.arrays import Arrays
from sametrials.study.objective import Objective
from sametrials.tasks.python_function.training.data import tested_data
from sametrials.tasks.python_function.training.elsewhere import ElsewhereTrainer
from sametrials.tasks.python_function.training.seeds import set_seed
from sametrials.tasks.python_function.training.trainer import FunctionTrainer

FILE = Path(__file__).with_name("own_trial.py")
LAST = Objective("val_error", "minimize")
BEST = Objective("val_error", "minimize", "best")
FALLS = {"errors": [0.75, 0.5, 0.25], "first": 0}
TURNS = {"errors": [0.75, 0.25, 0.5], "first": 1}


def _arrays(**names: tuple[str, ...]) -> Arrays:
    numbers = {
        f"x_{part}": (np.arange(n * 3).reshape(n, 3) / 8).astype("float32")
        for part, n in (("train", 6), ("validation", 4), ("test", 2))
    }
    labels = {
        name.replace("x", "y", 1): (np.arange(len(x)) % 2).astype("uint8")
        for name, x in numbers.items()
    }
    return Arrays(**numbers, **labels, **names)


def _trained(
    objective: Objective = LAST,
    arrays: Callable[[], Arrays] | None = None,
    wants_model: bool = False,
    thresholds: tuple[float, ...] = (),
    save_up_to: float = float("inf"),
    **hyper_parameters: Any,
) -> dict[str, Any]:
    trainer = FunctionTrainer(
        FILE,
        arrays and arrays(),
        objective=objective,
        constants={"course": "steps", "factor": 3.0},
        wants_model=wants_model,
    )
    return outcome_of(trainer, hyper_parameters, thresholds, save_up_to)


def _elsewhere() -> dict[str, Any]:
    """Train in another process, as in another environment."""
    settings = {
        "data": None,
        "objective": BEST.identity(),
        "file": str(FILE),
        "constants": {"course": "steps", "factor": 3.0},
        "wants_model": False,
    }
    trainer = ElsewhereTrainer(sys.executable, settings)
    try:
        return outcome_of(trainer, TURNS)
    finally:
        trainer._process.end()


def _seeded(seed: int) -> list[float]:
    set_seed(seed)
    return [random.random(), np.random.random(), random.gauss(0, 1)]


def _tested() -> list[Any]:
    data = tested_data(_arrays(classes=("a", "b")))
    return [data.classes, data.columns, data.x_train, data.y_train, data.x_test, data.y_test]


CASES: dict[str, Callable[[], Any]] = {
    **{f"seed-{seed}": partial(_seeded, seed) for seed in (0, 97, 2**32 - 1)},
    "random": partial(_trained, course="random"),
    "data": partial(_trained, course="data", arrays=_arrays),
    "tested-data": _tested,
    "raises": partial(_trained, course="raises"),
    "steps-last": partial(_trained, **TURNS),
    "steps-best": partial(_trained, objective=BEST, **TURNS),
    "steps-and-end": partial(_trained, **TURNS, end=0.375),
    "no-steps": partial(_trained, errors=[], first=0, end=0.375),
    "nothing": partial(_trained, errors=[], first=0),
    "constants-replaced": partial(_trained, **FALLS, factor=2.0),
    "pruned": partial(_trained, thresholds=(0.75, 0.4), **FALLS),
    "not-pruned": partial(_trained, thresholds=(0.75, 0.5, 0.25), **FALLS),
    "diverges": partial(_trained, errors=[0.5, float("nan"), 0.25], first=0),
    "accuracy-exact": partial(
        _trained,
        objective=Objective("val_accuracy"),
        arrays=_arrays,
        course="accuracy",
        end=np.float32(0.75).item() + 1e-8,
    ),
    "saves": partial(_trained, course="saves", wants_model=True, **FALLS),
    "saves-not": partial(_trained, course="saves", wants_model=True, save_up_to=0.2, **FALLS),
    "elsewhere": _elsewhere,
}
