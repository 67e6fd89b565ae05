import numpy as np
import pytest
from drawn import LEARNING_RATE, assert_legible, assert_same_bytes, search_result, words

from compared import finished, replicates, several
from hpo.figures.comparison.distributions import (
    accuracy_distribution_info,
    draw_accuracy_distribution,
)
from hpo.figures.shared.outcomes import NONE_COMPLETE
from hpo.figures.study.distribution import distribution_info, draw_distribution

ACCURACIES = [0.9, 0.99, 0.5, 0.95, 0.1]


def info(accuracies=ACCURACIES, states=None):
    points = [[1e-3]] * len(accuracies)
    result = search_result([LEARNING_RATE], points, accuracies, surrogate=None)
    result.states = states or ["complete"] * len(accuracies)
    return distribution_info(result)


def test_the_accuracies_of_the_complete_trials_are_sorted():
    found = info(states=["complete", "complete", "failed", "pruned", "complete"])
    assert found.accuracies.tolist() == [0.1, 0.9, 0.99]
    assert (found.median, found.best) == (0.9, 1)


def test_a_step_is_the_share_of_the_trials_that_are_not_better():
    (axes,) = draw_distribution(info()).axes
    steps = axes.get_lines()[0]
    assert steps.get_drawstyle() == "steps-post"
    np.testing.assert_allclose(1 - steps.get_xdata()[1:-1], [0.1, 0.5, 0.9, 0.95, 0.99])
    np.testing.assert_allclose(steps.get_ydata(), [0, 0.2, 0.4, 0.6, 0.8, 1, 1])


def test_better_is_on_the_right_and_the_key_tells_median_and_best():
    figure = draw_distribution(info())
    left, right = figure.axes[0].get_xlim()
    assert left > right
    assert figure.axes[0].get_xscale() == "log"
    assert {"5 complete trials", "median: 90 %", "best: 99 % in trial 1"} <= set(words(figure))


CASES = {
    "several": ACCURACIES,
    "one": [0.5],
    "equal": [0.9] * 10,
    "no error at all": [1.0, 0.9],
    "many": np.linspace(0.1, 0.9999, 200).tolist(),
}


@pytest.mark.parametrize("width", [3.3, 6.3, 12])
@pytest.mark.parametrize("case", CASES)
def test_all_texts_are_legible(case, width):
    assert_legible(draw_distribution(info(CASES[case]), width))


def test_without_a_complete_trial_it_says_so():
    assert words(draw_distribution(info([0.5], ["failed"]))) == [NONE_COMPLETE]


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: draw_distribution(info()), tmp_path)


STUDIES = [*replicates([0.9, 0.5], [0.7]), finished("random", [None, 0.6, 0.8])]


def test_the_trials_of_all_replicates_are_one_distribution():
    gp, random = accuracy_distribution_info(STUDIES)
    assert (gp.strategy, gp.n_studies, gp.accuracies.tolist()) == ("gp", 2, [0.5, 0.7, 0.9])
    assert random.accuracies.tolist() == [0.6, 0.8]


def test_the_key_has_the_best_median_first():
    studies = [finished("worse", [0.3]), finished("better", [0.8])]
    figure = draw_accuracy_distribution(accuracy_distribution_info(studies))
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["better: median 80 %", "worse: median 30 %"]


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("studies", [STUDIES, several(12), [finished("a", [0.5])] * 2])
def test_all_texts_of_a_comparison_are_legible(studies, width):
    assert_legible(draw_accuracy_distribution(accuracy_distribution_info(studies), width))


def test_same_studies_same_bytes(tmp_path):
    found = accuracy_distribution_info(STUDIES)
    assert_same_bytes(lambda: draw_accuracy_distribution(found), tmp_path)
