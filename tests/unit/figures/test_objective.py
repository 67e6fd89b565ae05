import pytest
from drawn import CASES, SEED_SPACE, assert_legible, assert_same_bytes, case, random_result, words

from hpo.figures.study.objective import draw_objective, objective_info


def test_it_knows_each_dimension_and_each_pair():
    info = objective_info(case("seed"))
    assert list(info.curves) == [0, 1, 2, 3]
    assert list(info.surfaces) == [(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)]


@pytest.mark.parametrize("name", CASES)
def test_all_texts_are_legible(name):
    assert_legible(draw_objective(objective_info(case(name))))


@pytest.mark.parametrize(("surrogate", "width"), [("GP", 5), ("RF", 6.3), ("GBRT", 12)])
def test_all_texts_are_legible_with_any_surrogate_at_any_width(surrogate, width):
    info = objective_info(random_result(SEED_SPACE, 12, surrogate))
    assert_legible(draw_objective(info, width))


def test_a_constant_objective_is_drawn():
    info = objective_info(random_result(SEED_SPACE, 5, accuracies=[0.95] * 5))
    assert_legible(draw_objective(info))


def test_axes_are_named_and_accuracies_positive():
    found = words(draw_objective(objective_info(case("seed"))))
    assert {"learning rate", "number of dense nodes", "validation accuracy", "accuracy"} <= set(
        found
    )
    assert {"relu", "sigmoid", "trial", "best trial"} <= set(found)
    assert any("10^{-6}" in word for word in found)
    assert not [word for word in found if word.startswith(("-", "\N{MINUS SIGN}"))]


def test_without_a_surrogate_it_says_so():
    info = objective_info(case("seed", surrogate=None))
    assert not info.curves
    (said,) = words(draw_objective(info))
    assert said.startswith("No surrogate")


def test_same_input_same_bytes(tmp_path):
    found = case("constant beside")
    assert_same_bytes(lambda: draw_objective(objective_info(found)), tmp_path)
