import numpy as np
import pytest
from drawn import (
    CASES,
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
from sametrials.figures.study.objective import draw_objective, objective_info

pytestmark = pytest.mark.usefixtures("roughly")


def info(trials, surrogate="GP", seed=1):
    return objective_info(trials, surrogate, seed)


def test_it_knows_each_dimension_and_each_pair():
    found = info(case("seed"))
    assert [dimension.name for dimension in found.choice.dimensions] == list(SEED_SPACE)
    assert len(found.curves) == 4
    assert sorted(found.surfaces) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


@pytest.mark.parametrize("name", CASES)
def test_all_texts_are_legible(name):
    assert_legible(draw_objective(info(case(name))))


@pytest.mark.parametrize(("surrogate", "width"), [("GP", 5), ("RF", 6.3), ("GBRT", 12)])
def test_all_texts_are_legible_with_any_surrogate_at_any_width(surrogate, width):
    assert_legible(draw_objective(info(random_trials(SEED_SPACE, 12), surrogate), width))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("factor", [1e-5, 1.0, 1e6])
def test_all_texts_of_a_loss_are_legible(factor, width):
    losses = factor * (1 + np.random.default_rng(1).random(12))
    states = ["complete"] * 10 + ["pruned", "failed"]
    trials = random_trials(SEED_SPACE, 12, losses, states, LOSS)
    assert_legible(draw_objective(info(trials), width))


def test_a_constant_objective_is_drawn():
    assert_legible(draw_objective(info(random_trials(SEED_SPACE, 5, [0.95] * 5))))


def test_axes_are_named_and_accuracies_positive():
    found = words(draw_objective(info(case("seed"))))
    assert {"learning rate", "number of dense nodes", "validation accuracy", "accuracy"} <= set(
        found
    )
    assert {"relu", "sigmoid", "trial", "best trial"} <= set(found)
    assert any("10⁻⁶" in word for word in found)
    assert not [word for word in found if word.startswith(("-", "\N{MINUS SIGN}"))]


def test_dots_star_and_dashes_are_where_the_trials_are():
    points = [[1e-3, 2], [1e-4, 5], [1e-5, 3]]
    found = info(study_trials(LEARNING_RATE | LAYERS, points, [0.9, 0.99, 0.7]))
    figure = draw_objective(found)
    (pair,) = (axes for axes in figure.axes if len(axes.collections) == 3)
    _, dots, star = pair.collections
    assert dots.get_offsets().tolist() == points
    assert star.get_offsets().tolist() == [[1e-4, 5]]
    diagonal = [axes for axes in figure.axes if len(axes.lines) == 2]
    assert [axes.lines[1].get_xdata()[0] for axes in diagonal] == [1e-4, 5]


def test_the_lighter_the_better_whichever_way_that_is():
    colours = {}
    for objective in ({}, {"objective": LOSS}):
        figure = draw_objective(info(case("seed", **objective)))
        contour = next(axes.collections[0] for axes in figure.axes if len(axes.collections) == 3)
        worst, best = (sum(contour.cmap(end)[:3]) for end in (0.0, 1.0))
        colours[bool(objective)] = best > worst
    assert colours == {False: True, True: False}


@pytest.mark.parametrize("states", [[], ["failed"] * 3, ["pruned"]])
def test_without_a_complete_trial_it_says_so(states):
    trials = random_trials(EIGHT, len(states), states=states)
    assert words(draw_objective(info(trials))) == [NONE_COMPLETE]


def test_same_input_same_bytes(tmp_path):
    found = case("constant beside")
    assert_same_bytes(lambda: draw_objective(info(found)), tmp_path)
