import pytest
from drawn import (
    ACTIVATION,
    CASES,
    LAYERS,
    LEARNING_RATE,
    assert_legible,
    assert_same_bytes,
    case,
    study_trials,
    words,
)

from sametrials.figures.study.evaluations import draw_evaluations, evaluations_info

pytestmark = pytest.mark.usefixtures("roughly")


def test_values_are_counted_also_those_never_tried():
    points = [[1e-3, 2, "sigmoid"], [1e-4, 2, "sigmoid"], [1e-5, 5, "sigmoid"]]
    space = LEARNING_RATE | LAYERS | ACTIVATION
    info = evaluations_info(study_trials(space, points, [0.9, 0.8, 0.7]))
    assert [dimension.name for dimension in info.choice.dimensions] == list(space)
    rates, layers, activations = info.bars
    assert rates.counts.sum() == 3
    assert layers.counts.tolist() == [0, 2, 0, 0, 1]
    assert activations.counts.tolist() == [0, 3]


def test_a_dot_is_where_the_trial_is_and_the_star_is_the_best():
    points = [[1e-3, 2], [1e-4, 5], [1e-5, 3]]
    trials = study_trials(LEARNING_RATE | LAYERS, points, [0.9, 0.99, 0.7])
    figure = draw_evaluations(evaluations_info(trials))
    (pair,) = (axes for axes in figure.axes if len(axes.collections) == 2)
    dots, star = pair.collections
    assert dots.get_offsets().tolist() == points
    assert star.get_offsets().tolist() == [[1e-4, 5]]
    brightness = dots.get_facecolor()[:, :3] @ [0.3, 0.6, 0.1]
    assert brightness[0] < brightness[1] < brightness[2]


@pytest.mark.parametrize("name", CASES)
def test_all_texts_are_legible(name):
    assert_legible(draw_evaluations(evaluations_info(case(name))))


@pytest.mark.parametrize("width", [5, 12])
def test_all_texts_are_legible_at_any_width(width):
    assert_legible(draw_evaluations(evaluations_info(case("seed")), width))


def test_axes_are_named_and_the_learning_rate_is_logarithmic():
    figure = draw_evaluations(evaluations_info(case("seed")))
    found = words(figure)
    assert {"learning rate", "number of dense layers", "activation", "trials"} <= set(found)
    assert {"relu", "sigmoid", "trial", "best trial"} <= set(found)
    assert any("10⁻⁶" in word for word in found)
    rates = [ax for ax in figure.axes if ax.get_xlim()[0] < 1e-6 < 1e-2 < ax.get_xlim()[1] < 1]
    assert rates and all(ax.get_xscale() == "log" for ax in rates)


def test_without_a_varying_dimension_it_says_so():
    figure = draw_evaluations(evaluations_info(case("constant only")))
    assert words(figure) == ["No dimension of the search space has more than one value."]


def test_same_input_same_bytes(tmp_path):
    info = evaluations_info(case("constant beside"))
    assert_same_bytes(lambda: draw_evaluations(info), tmp_path)
