"""A mixed search space, studies of it, and records of trials, made without the code in question."""

import random
from typing import Any

from sametrials.study.objective import Objective
from sametrials.study.settings import Study
from sametrials.trials.record import TrialRecord

SPACE = {
    "rate": {"type": "real", "low": 1e-6, "high": 1e-1, "prior": "log-uniform"},
    "share": {"type": "real", "low": -1.0, "high": 2.0, "prior": "uniform"},
    "layers": {"type": "integer", "low": 1, "high": 6, "prior": "uniform"},
    "kind": {"type": "categorical", "categories": ["relu", "tanh", "elu"]},
}
MANY_SORTS = {
    **SPACE,
    "nodes": {"type": "integer", "low": 4, "high": 512, "prior": "log-uniform"},
    "flag": {"type": "categorical", "categories": [True, False]},
    "size": {"type": "categorical", "categories": [8, 16, 64]},
}


def small_study(**changes: Any) -> Study:
    """Make a study of SPACE; an accuracy is maximised."""
    settings = {
        "search_space": SPACE,
        "default_parameters": None,
        "enqueue": [],
        "objective": Objective(),
        "seed": 1,
        "optimizer": "gp",
        "grid": {"rate": 3, "share": 4, "layers": 3},
        "points": [],
        "forest": "ET",
        "acq_func": "EI",
        "xi": 0.01,
        "kappa": 1.96,
        "lie": "predicted",
        "n_calls": 200,
        "n_initial_points": 5,
        "initial_point_generator": "lhs",
        "window": 1,
        "pruning": "none",
        "target": None,
        "stop_after": None,
        "max_hours": None,
        "trial_timeout": None,
        "confirm": 0,
    }
    return Study(**settings | changes)


def sample_points(number: int, seed: int = 7) -> list[dict[str, Any]]:
    """Draw points of SPACE with few digits, which are the same on every machine."""
    rng = random.Random(seed)
    return [
        {
            "rate": float(f"{rng.uniform(1, 9.9):.3f}e-{rng.randint(2, 6)}"),
            "share": round(rng.uniform(-1, 2), 4),
            "layers": rng.randint(1, 6),
            "kind": rng.choice(["relu", "tanh", "elu"]),
        }
        for _ in range(number)
    ]


def sample_records(number: int, seed: int = 7, metric: str = "val_accuracy") -> list[TrialRecord]:
    """Make records whose values depend on the points; each 11th trial has failed.

    A trial has three steps.
    """
    rng = random.Random(seed)
    return [
        _record(trial, point, _value_at(point, rng), metric)
        for trial, point in enumerate(sample_points(number, seed))
    ]


def _value_at(point: dict[str, Any], rng: random.Random) -> float:
    distance = (point["share"] - 0.6) ** 2 + (point["layers"] - 3) ** 2 / 8
    distance += {"relu": 0.0, "tanh": 0.2, "elu": 0.1}[point["kind"]]
    distance += abs(float(f"{point['rate']:e}".partition("e")[2]) + 3) / 4
    return round(1 / (1 + distance) + rng.uniform(0, 0.01), 4)


def _record(trial: int, point: dict[str, Any], value: float, metric: str) -> TrialRecord:
    failed = trial % 11 == 10
    history = {metric: [round(value * share, 5) for share in (0.7, 0.9, 1.0)]}
    return TrialRecord(
        trial=trial,
        state="failed" if failed else "complete",
        hyper_parameters=point,
        metric=metric,
        value=None if failed else value,
        history={} if failed else history,
    )
