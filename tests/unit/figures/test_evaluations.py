import pytest
from drawn import (
    ACTIVATION,
    CASES,
    LAYERS,
    LEARNING_RATE,
    assert_legible,
    assert_same_bytes,
    case,
    search_result,
    words,
)

from hpo.figures.study.evaluations import draw_evaluations, evaluations_info


def test_values_are_counted_also_those_never_tried():
    points = [[1e-3, 2, "sigmoid"], [1e-4, 2, "sigmoid"], [1e-5, 5, "sigmoid"]]
    info = evaluations_info(
        search_result([LEARNING_RATE, LAYERS, ACTIVATION], points, [0.9, 0.8, 0.7], None)
    )
    assert info.varying == [0, 1, 2]
    assert info.counts == {1: {1: 0, 2: 2, 3: 0, 4: 0, 5: 1}, 2: {0: 0, 1: 3}}


@pytest.mark.parametrize("name", CASES)
def test_all_texts_are_legible(name):
    assert_legible(draw_evaluations(evaluations_info(case(name, surrogate=None))))


@pytest.mark.parametrize("width", [5, 12])
def test_all_texts_are_legible_at_any_width(width):
    assert_legible(draw_evaluations(evaluations_info(case("seed", surrogate=None)), width))


def test_axes_are_named_and_the_learning_rate_is_logarithmic():
    figure = draw_evaluations(evaluations_info(case("seed", surrogate=None)))
    found = words(figure)
    assert {"learning rate", "number of dense layers", "activation", "trials"} <= set(found)
    assert {"relu", "sigmoid", "trial", "best trial"} <= set(found)
    assert any("10^{-6}" in word for word in found)
    rates = [ax for ax in figure.axes if ax.get_xlim()[0] < 1e-6 < 1e-2 < ax.get_xlim()[1] < 1]
    assert rates and all(ax.get_xscale() == "log" for ax in rates)


def test_without_a_varying_dimension_it_says_so():
    figure = draw_evaluations(evaluations_info(case("constant only", surrogate=None)))
    assert words(figure) == ["No dimension of the search space has more than one value."]


def test_same_input_same_bytes(tmp_path):
    info = evaluations_info(case("constant beside", surrogate=None))
    assert_same_bytes(lambda: draw_evaluations(info), tmp_path)
