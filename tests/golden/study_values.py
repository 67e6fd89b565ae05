"""Values of `study`: seeds, points, grids, objectives, the judgement of steps, phases."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from sametrials.study import phases
from sametrials.study.grid import grid_values
from sametrials.study.objective import KNOWN_METRICS, Objective, meaning_of
from sametrials.study.optimizers import OPTIMIZERS
from sametrials.study.space import Space
from sametrials.study.steps import Steps
from small_studies import MANY_SORTS, SPACE, sample_points, small_study

COORDINATES = (0.0, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.7, 0.9, 0.99, 1 - 2**-53)

OBJECTIVES = {
    "accuracy-last": Objective(),
    "accuracy-best": Objective(epoch="best"),
    "loss-last": Objective("val_loss", "minimize"),
    "loss-best": Objective("val_loss", "minimize", "best"),
    "folds": Objective("val_error", "minimize", folds=3),
}

COURSES = {
    "rises": (0.25, 0.5, 0.75, 0.875),
    "falls": (0.875, 0.75, 0.5, 0.25),
    "ties": (0.5, 0.75, 0.75, 0.5),
    "breaks": (0.5, math.nan, 0.75, 0.5),
}


def _points_of(dimension: str) -> list[Any]:
    space = {dimension: MANY_SORTS[dimension]}
    return [Space(space).at([each])[dimension] for each in COORDINATES]


def _in_space() -> list[bool]:
    wrong = [{}, {"rate": 0.01}, *({**sample_points(1)[0], name: "x"} for name in SPACE)]
    wrong += [{**sample_points(1)[0], name: value} for name in SPACE for value in (True, 0, 1e9)]
    return [Space(SPACE).holds(point) for point in [*sample_points(3), *wrong]]


def _through_skopt() -> list[Any]:
    import skopt.space

    from sametrials.study.skopt_space import dict_to_point, dimensions, point_to_dict

    dims = dimensions(MANY_SORTS)
    points = [Space(MANY_SORTS).at([each] * len(MANY_SORTS)) for each in COORDINATES]
    space = skopt.space.Space(dims)
    listed = [dict_to_point(dims, point) for point in points]
    back = space.inverse_transform(space.transform(listed))
    return [point_to_dict(dims, point) for point in back]


def _training_seeds() -> list[list[int]]:
    studies = [small_study(seed=seed) for seed in (0, 1, 2**32 - 1)]
    return [
        [study.training_seed(trial, new) for trial in (0, 1, 39, 1000) for new in (0, 1, 2)]
        for study in studies
    ]


def _deciding_settings(optimizer: str, **changes: Any) -> list[str]:
    points = sample_points(4) if optimizer == "manual" else []
    study = replace(small_study(), optimizer=optimizer, points=points, **changes)
    return [f"{key}: {value}" for key, value in sorted(study.identity().items())]


def _phases(optimizer: str) -> list[Any]:
    settings = {**vars(small_study()), "optimizer": optimizer, "window": 3, "confirm": 2}
    numbers = (0, 1, 2, 3, 5, 6, 7, 20)
    return [
        [phases.n_visible(window, trial) for trial in numbers for window in (1, 3)],
        [phases.in_initial_design(settings, trial) for trial in numbers],
        [phases.learns_from_trials(settings, trial) for trial in numbers],
        phases.most_processes(settings),
        phases.up_to(settings, 2)["n_calls"],
    ]


def _objective(name: str) -> dict[str, Any]:
    objective = OBJECTIVES[name]
    values = COURSES["ties"]
    return {
        "identity": objective.identity(),
        "column": objective.column,
        "cost": objective.cost(0.75),
        "better": [objective.is_better(0.5, other) for other in (0.25, 0.5, 0.75)],
        "reaches": [objective.reaches(0.5, target) for target in (0.25, 0.5, 0.75)],
        "best": objective.best(values),
        "counts": objective.step_that_counts(values),
        "value": objective.value_of(values),
        "so far": objective.so_far(values),
        "exact": [objective.exact(value, 7) for value in (0.14285714626312256, 0.15)],
    }


def _meanings() -> dict[str, Any]:
    names = [*KNOWN_METRICS, "val_auc_1", "balanced_accuracy", "my_error", "val_rmse", "gain"]
    return {name: meaning_of(name) for name in names}


def _steps(course: str, objective: str, thresholds: tuple[float, ...] = ()) -> list[Any]:
    judged = OBJECTIVES[objective]
    steps = Steps(judged, 4, thresholds, finite=("loss",))
    said = []
    for value in COURSES[course]:
        said.append(steps.report({"loss": 1 - value, judged.metric: value}))
        said.append(steps.latest_counts if math.isfinite(value) else None)
        if not said[-2]:
            break
    return [said, steps.state, steps.value, steps.history]


CASES: dict[str, Callable[[], Any]] = {
    "training-seeds": _training_seeds,
    "seeds-of-purposes": lambda: [
        small_study().seed_of(purpose, trial)
        for purpose in ("suggest", "random", "initial design", "grid")
        for trial in (0, 7)
    ],
    **{f"points-{name}": partial(_points_of, name) for name in MANY_SORTS},
    "in-space": _in_space,
    "through-skopt": _through_skopt,
    "grid-values": lambda: grid_values(
        MANY_SORTS, {name: 4 for name in MANY_SORTS if name != "kind"}
    ),
    **{f"settings-{name}": partial(_deciding_settings, name) for name in OPTIMIZERS},
    "settings-enqueue": partial(_deciding_settings, "random", enqueue=[{"layers": 6}]),
    **{f"phases-{name}": partial(_phases, name) for name in ("gp", "random")},
    **{f"objective-{name}": partial(_objective, name) for name in OBJECTIVES},
    "meanings": _meanings,
    **{
        f"steps-{course}-{objective}": partial(_steps, course, objective)
        for course in COURSES
        for objective in ("accuracy-best", "loss-last", "folds")
    },
    "steps-pruned-last": partial(_steps, "falls", "accuracy-last", (0.8, 0.8, 0.4)),
    "steps-pruned-best": partial(_steps, "falls", "accuracy-best", (0.8, 0.8, 0.9)),
    "steps-pruned-folds": partial(_steps, "rises", "folds", (0.3, 0.35, 0.4)),
}
