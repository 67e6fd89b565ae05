"""Values of `tasks/reported`: numbers that are reported, courses of trainings, comparisons."""

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from outcomes import values_of
from sametrials.study.objective import Objective
from sametrials.tasks.reported.course import Course
from sametrials.tasks.reported.numbers import numbers_of
from sametrials.tasks.reported.repeat import difference_of
from sametrials.trials.job import Outcome

METRICS = {
    "python": {"a": 1, "b": 0.1, "c": math.nan, "d": -math.inf},
    "numpy": {"a": np.float32(0.1), "b": np.array([[2]]), "c": np.float64(0.3), "d": np.int64(7)},
    "flag": {"a": True},
    "text": {"a": "0.5"},
    "array": {"a": np.zeros(2)},
    "name": {"a b": 1.0},
    "taken": {"epoch": 1.0},
    "empty": {},
    "none": None,
}

FALLS = [{"error": 0.75}, {"error": 0.5, "other": 1.0}, {"error": 0.25}]
TURNS = [{"error": 0.5}, {"error": 0.25}, {"error": 0.75, "other": 2.0}]


def _numbers(name: str) -> Any:
    try:
        return numbers_of(METRICS[name])
    except ValueError:
        return "refused"


def _course(
    reports: list[dict[str, Any]],
    given: Any = None,
    epoch: str = "last",
    thresholds: tuple[float, ...] = (),
    first: int = 0,
    by: int = 1,
) -> list[Any]:
    course = Course(Objective("error", "minimize", epoch), thresholds)
    goes_on = []
    for number, metrics in enumerate(reports):
        course.report(first + by * number, metrics)
        goes_on.append(course.goes_on)
    course.end(given, "what train returned")
    return [goes_on, values_of(course.outcome({}))]


def _differ() -> list[bool]:
    first = Outcome(0.5, {"error": [0.75, 0.5]}, {})
    others = [
        first,
        Outcome(0.5, {"error": [0.75, 0.5]}, {"train": 3.0}),
        Outcome(0.25, {"error": [0.75, 0.5]}, {}),
        Outcome(0.5, {"error": [0.75, 0.25]}, {}),
        Outcome(0.5, {"error": [0.75]}, {}),
        Outcome(0.5, {"error": [0.75, 0.5]}, {}, "pruned"),
    ]
    return [difference_of(first, other) is not None for other in others]


CASES: dict[str, Callable[[], Any]] = {
    **{f"numbers-{name}": partial(_numbers, name) for name in METRICS},
    "course-last": partial(_course, TURNS),
    "course-best": partial(_course, TURNS, epoch="best"),
    "course-and-end": partial(_course, TURNS, {"error": 0.375, "new": np.float32(0.1)}),
    "course-and-bad-end": partial(_course, TURNS, {"error": math.nan}),
    "end-alone": partial(_course, [], {"error": 0.375, "other": 1}, thresholds=(0.1,)),
    "nothing": partial(_course, []),
    "pruned": partial(_course, FALLS, thresholds=(0.75, 0.4)),
    "pruned-best": partial(_course, TURNS, epoch="best", thresholds=(0.5, 0.3, 0.2)),
    "not-pruned": partial(_course, FALLS, thresholds=(0.75, 0.5, 0.3)),
    "diverges": partial(_course, [*FALLS[:1], {"error": math.inf}, *FALLS[2:]]),
    "first-step-7": partial(_course, FALLS, first=7),
    "steps-by-2": partial(_course, FALLS, by=2),
    "step-is-text": partial(_course, FALLS, first=0.5),
    "differ": _differ,
}
