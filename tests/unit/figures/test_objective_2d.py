from itertools import combinations

import numpy as np
import pytest
from drawn import (
    EIGHT,
    SEED_SPACE,
    assert_legible,
    assert_same_bytes,
    case,
    random_result,
    words,
)
from skopt.space import Categorical

from hpo.figures.study.objective_2d import draw_objective_2d, objective_2d_info

NUMERIC = [dimension.name for dimension in EIGHT if not isinstance(dimension, Categorical)]


def test_the_first_dimension_is_on_the_x_axis():
    info = objective_2d_info(case("seed"), "num_dense_layers", "learning_rate")
    assert info.dimensions == (1, 0)
    assert info.surface.x.tolist() == [1, 2, 3, 4, 5]
    assert info.surface.y[0] == pytest.approx(1e-6)
    (axes, *_) = draw_objective_2d(info).axes
    assert axes.get_xlabel() == "number of dense layers"
    assert axes.get_ylabel() == "learning rate"
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "log")


@pytest.mark.parametrize("pair", list(combinations(NUMERIC, 2)), ids="-".join)
def test_all_texts_are_legible(pair):
    result = random_result(EIGHT, 6)
    assert_legible(draw_objective_2d(objective_2d_info(result, *pair)))


@pytest.mark.parametrize("width", [5, 12])
def test_all_texts_are_legible_at_any_width(width):
    info = objective_2d_info(case("seed"), "learning_rate", "num_dense_layers")
    assert_legible(draw_objective_2d(info, width))


@pytest.mark.parametrize("accuracies", [[0.95], [0.95] * 5])
def test_one_trial_and_a_constant_objective_are_drawn(accuracies):
    result = random_result(SEED_SPACE, len(accuracies), accuracies=accuracies)
    info = objective_2d_info(result, "learning_rate", "num_dense_nodes")
    assert_legible(draw_objective_2d(info))


def test_the_colour_bar_shows_accuracies():
    info = objective_2d_info(case("seed"), "learning_rate", "num_dense_layers")
    found = words(draw_objective_2d(info))
    assert "validation accuracy" in found
    assert np.count_nonzero([word.endswith(" %") for word in found]) > 2


def test_without_a_surrogate_it_says_so():
    info = objective_2d_info(case("seed", surrogate=None), "learning_rate", "num_dense_layers")
    assert info.surface is None
    (said,) = words(draw_objective_2d(info))
    assert said.startswith("No surrogate")


def test_same_input_same_bytes(tmp_path):
    info = objective_2d_info(case("constant beside"), "learning_rate", "num_dense_layers")
    assert_same_bytes(lambda: draw_objective_2d(info), tmp_path)
