from itertools import combinations

import numpy as np
import pytest
from drawn import (
    EIGHT,
    LAYERS,
    LEARNING_RATE,
    LOSS,
    SEED_SPACE,
    assert_legible,
    assert_same_bytes,
    case,
    random_trials,
    study_trials,
    words,
)

from sametrials.figures.shared.marks import NONE_COMPLETE
from sametrials.figures.study.objective_2d import draw_objective_2d, objective_2d_info

NUMERIC = [name for name, entry in EIGHT.items() if entry["type"] != "categorical"]

pytestmark = pytest.mark.usefixtures("roughly")


def info(trials, first, second):
    return objective_2d_info(trials, first, second, surrogate="GP", seed=1)


def test_the_first_dimension_is_on_the_x_axis():
    found = info(case("seed"), "num_dense_layers", "learning_rate")
    assert (found.x.name, found.y.name) == ("num_dense_layers", "learning_rate")
    assert found.surface.x.tolist() == [1, 2, 3, 4, 5]
    assert found.surface.y[0] == pytest.approx(1e-6)
    (axes, *_) = draw_objective_2d(found).axes
    assert axes.get_xlabel() == "number of dense layers"
    assert axes.get_ylabel() == "learning rate"
    assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "log")


@pytest.mark.parametrize("pair", list(combinations(NUMERIC, 2)), ids="-".join)
def test_all_texts_are_legible(pair):
    assert_legible(draw_objective_2d(info(random_trials(EIGHT, 6), *pair)))


@pytest.mark.parametrize("width", [5, 12])
def test_all_texts_are_legible_at_any_width(width):
    found = info(case("seed"), "learning_rate", "num_dense_layers")
    assert_legible(draw_objective_2d(found, width))


@pytest.mark.parametrize("accuracies", [[0.95], [0.95] * 5])
def test_one_trial_and_a_constant_objective_are_drawn(accuracies):
    trials = random_trials(SEED_SPACE, len(accuracies), accuracies)
    found = info(trials, "learning_rate", "num_dense_nodes")
    assert_legible(draw_objective_2d(found))


def test_the_colour_bar_shows_accuracies():
    found = info(case("seed"), "learning_rate", "num_dense_layers")
    said = words(draw_objective_2d(found))
    assert "validation accuracy" in said
    assert np.count_nonzero([word.endswith(" %") for word in said]) > 2


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("factor", [1e-5, 1e6])
def test_all_texts_of_a_loss_are_legible(factor, width):
    losses = factor * (1 + np.random.default_rng(1).random(8))
    trials = random_trials(SEED_SPACE, 8, losses, objective=LOSS)
    figure = draw_objective_2d(info(trials, "learning_rate", "num_dense_layers"), width)
    assert_legible(figure)
    assert "validation loss" in words(figure)


def test_dots_and_star_are_where_the_trials_are():
    points = [[1e-3, 2], [1e-4, 5], [1e-5, 3]]
    trials = study_trials(LEARNING_RATE | LAYERS, points, [0.9, 0.99, 0.7])
    figure = draw_objective_2d(info(trials, "learning_rate", "num_dense_layers"))
    _, dots, star = figure.axes[0].collections
    assert dots.get_offsets().tolist() == points
    assert star.get_offsets().tolist() == [[1e-4, 5]]


def test_without_a_complete_trial_it_says_so():
    trials = random_trials(SEED_SPACE, 2, states=["failed"] * 2)
    figure = draw_objective_2d(info(trials, "learning_rate", "num_dense_layers"))
    assert words(figure) == [NONE_COMPLETE]


def test_same_input_same_bytes(tmp_path):
    found = info(case("constant beside"), "learning_rate", "num_dense_layers")
    assert_same_bytes(lambda: draw_objective_2d(found), tmp_path)
