"""Every figure of a study copes with what a study can be, at full width and in one column."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from drawn import (
    ACTIVATION,
    EIGHT,
    LAYERS,
    LEARNING_RATE,
    LONG_NAMES,
    SEED_SPACE,
    assert_legible,
    random_result,
    words,
)

from hpo.figures.study.convergence import convergence_info, draw_convergence
from hpo.figures.study.distribution import distribution_info, draw_distribution
from hpo.figures.study.evaluations import draw_evaluations, evaluations_info
from hpo.figures.study.histogram import draw_histogram, histogram_info
from hpo.figures.study.importance import draw_importance, importance_info
from hpo.figures.study.learning_curves import draw_learning_curves, learning_curves_info
from hpo.figures.study.objective import draw_objective, objective_info
from hpo.figures.study.objective_2d import draw_objective_2d, objective_2d_info
from hpo.figures.study.parallel_coordinates import (
    draw_parallel_coordinates,
    parallel_coordinates_info,
)
from hpo.figures.study.slices import draw_slices, slices_info
from hpo.figures.study.timeline import draw_timeline, timeline_info

ONE_COLUMN, FULL = 3.3, 6.3  # inches


class Study(NamedTuple):
    """What figures are drawn from."""

    result: object
    trials: pd.DataFrame
    timings: pd.DataFrame
    curves: pd.DataFrame


def study(dimensions, states) -> Study:
    """Make a study of trials that ended so; the search writes the same files."""
    n_trials = len(states)
    result = random_result(dimensions, n_trials, surrogate="GP" if "complete" in states else None)
    result.states = list(states)
    return Study(result, *tables(-result.func_vals, states))


def tables(accuracies, states):
    trial = np.arange(len(states))
    known = np.where(np.array(states) == "failed", np.nan, accuracies)
    trials = pd.DataFrame({"trial": trial, "state": states, "accuracy": known})
    start = pd.to_datetime(1.7e9 + 11.0 * (trial // 2), unit="s", utc=True)
    seconds = {"suggest": 0.1, "wait": 0.5, "build": 0.4, "train": 9.0, "save": 0.1}
    start = start.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    timings = pd.DataFrame({"trial": trial, "worker": trial % 2, "start": start} | seconds)
    rows = [
        (number, epoch, accuracy * (0.9 + 0.1 * epoch / 3))
        for number, accuracy in zip(trial, known, strict=True)
        for epoch in (1, 2, 3)
        if not np.isnan(accuracy)
    ]
    curves = pd.DataFrame(rows, columns=["trial", "epoch", "val_accuracy"])
    return trials, timings, curves


def empty() -> Study:
    result = random_result(SEED_SPACE, 1, surrogate=None)
    result.x_iters, result.func_vals, result.states = [], np.array([]), []
    return Study(result, *tables(np.array([]), []))


MIXED = ["complete", "failed", "pruned", *["complete"] * 12, "failed", "pruned", "complete"]
STUDIES = {
    "empty": empty,
    "all failed": lambda: study(SEED_SPACE, ["failed"] * 3),
    "one trial": lambda: study(SEED_SPACE, ["complete"]),
    "failed and pruned": lambda: study(SEED_SPACE, MIXED),
    "one dimension": lambda: study([LEARNING_RATE], MIXED),
    "eight dimensions": lambda: study(EIGHT, MIXED),
    "a long category name": lambda: study([LAYERS, LONG_NAMES], MIXED),
}


def first_two_numbers(result):
    names = [dimension.name for dimension in result.space if dimension.name in NUMBERS]
    return names[:2]


NUMBERS = {dimension.name for dimension in EIGHT if hasattr(dimension, "low")}
FIGURES = {
    "convergence": lambda s, w: draw_convergence(convergence_info(s.result), w),
    "importance": lambda s, w: draw_importance(importance_info(s.result, 1), w),
    "parallel_coordinates": lambda s, w: draw_parallel_coordinates(
        parallel_coordinates_info(s.result), w
    ),
    "slices": lambda s, w: draw_slices(slices_info(s.result), w),
    "distribution": lambda s, w: draw_distribution(distribution_info(s.result), w),
    "learning_curves": lambda s, w: draw_learning_curves(
        learning_curves_info(s.trials, s.curves), w
    ),
    "timeline": lambda s, w: draw_timeline(timeline_info(s.trials, s.timings), w),
    "evaluations": lambda s, w: draw_evaluations(evaluations_info(s.result), w),
    "objective": lambda s, w: draw_objective(objective_info(s.result), w),
    "histogram": lambda s, w: draw_histogram(
        histogram_info(s.result, s.result.space.dimensions[-1].name), w
    ),
    "objective_2D": lambda s, w: draw_objective_2d(
        objective_2d_info(s.result, *first_two_numbers(s.result)), w
    ),
}
# Squares of plots, one for each pair: of eight dimensions, or six long categories, they are for a
# page, not for a column.
CORNERS = {"evaluations", "objective"}
FOR_A_PAGE = {"eight dimensions", "a long category name"}


@pytest.mark.parametrize("case", STUDIES)
@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_copes_with_every_study(name, case):
    found = STUDIES[case]()
    if name == "objective_2D" and len(first_two_numbers(found.result)) < 2:
        pytest.skip("it needs two numbers, and figure_targets asks for it only then")
    for_a_page = name in CORNERS and case in FOR_A_PAGE
    for width in (FULL,) if for_a_page else (FULL, ONE_COLUMN):
        figure = FIGURES[name](found, width)
        assert_legible(figure)
        if case in ("empty", "all failed") and name not in ("timeline", "histogram"):
            assert len(words(figure)) == 1, "expected a message and no plot"


def test_each_dimension_alone_is_drawn_with_its_activation():
    figure = FIGURES["histogram"](study([LEARNING_RATE, ACTIVATION], MIXED), ONE_COLUMN)
    assert "trials" in words(figure)
