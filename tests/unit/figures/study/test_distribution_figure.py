import numpy as np
import pytest
from drawn import ACCURACY, LOSS, assert_legible, assert_same_bytes, with_values, words

from sametrials.figures.shared.marks import NONE_COMPLETE
from sametrials.figures.study.distribution import distribution_info, draw_distribution

ACCURACIES = [0.9, 0.99, 0.5, 0.95, 0.1]


def info(values=ACCURACIES, states=None, objective=ACCURACY):
    return distribution_info(with_values(values, states, objective))


def test_the_accuracies_of_the_complete_trials_are_sorted():
    found = info(states=["complete", "complete", "failed", "pruned", "complete"])
    assert found.values.tolist() == [0.1, 0.9, 0.99]
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


def test_a_loss_rises_to_the_right_and_a_step_is_the_share_that_is_not_worse():
    figure = draw_distribution(info([0.4, 0.1, 0.2, 0.1], objective=LOSS))
    (axes,) = figure.axes
    assert axes.get_xlim()[0] < 0.1 < 0.4 < axes.get_xlim()[1]
    steps, _, star = axes.get_lines()
    assert steps.get_xdata()[1:-1].tolist() == [0.1, 0.1, 0.2, 0.4]
    assert (star.get_xdata(), star.get_ydata()) == ([0.1], [0.5])
    assert {"share of the trials that are not worse", "best: 0.1 in trial 1"} <= set(words(figure))


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


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("losses", [[1e-5, 2e-2], [1.2e6, 1.3e6], [1e6, 1e9], [0.3], [-3.0, 2.0]])
def test_all_texts_of_a_loss_are_legible(losses, width):
    assert_legible(draw_distribution(info(losses, objective=LOSS), width))


def test_without_a_complete_trial_it_says_so():
    assert words(draw_distribution(info([0.5], ["failed"]))) == [NONE_COMPLETE]


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: draw_distribution(info()), tmp_path)
