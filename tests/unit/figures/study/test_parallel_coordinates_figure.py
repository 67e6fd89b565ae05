import numpy as np
import pytest
from drawn import (
    ACCURACY,
    ACTIVATION,
    CASES,
    CONSTANT,
    LAYERS,
    LEARNING_RATE,
    LOSS,
    assert_legible,
    assert_same_bytes,
    case,
    study_trials,
    words,
)

from sametrials.figures.shared.marks import NONE_COMPLETE
from sametrials.figures.study.parallel_coordinates import (
    draw_parallel_coordinates,
    parallel_coordinates_info,
)

POINTS = [[1e-6, 1, "relu"], [1e-4, 5, "sigmoid"], [1e-2, 3, "relu"], [1e-3, 2, "relu"]]
ACCURACIES = [0.5, 0.9, 0.99, 0.5]

pytestmark = pytest.mark.usefixtures("roughly")


def info(states=("complete",) * 4, values=ACCURACIES, objective=ACCURACY):
    space = LEARNING_RATE | LAYERS | ACTIVATION
    return parallel_coordinates_info(study_trials(space, POINTS, values, states, objective))


def lines(figure, n_points):
    """Find the lines over all axes by their numbers of points."""
    return [line for line in figure.axes[0].get_lines() if len(line.get_ydata()) == n_points]


def test_the_height_of_a_point_is_its_place_on_a_logarithmic_or_linear_axis():
    figure = draw_parallel_coordinates(info())
    heights = np.array([line.get_ydata() for line in lines(figure, 4)])
    assert sorted(heights[:, 0]) == pytest.approx([0, 0.5, 0.75, 1])  # decades
    assert sorted(heights[:, 1]) == pytest.approx([0, 0.25, 0.5, 1])
    by_accuracy = heights[np.argsort(heights[:, 3])]
    assert by_accuracy[-1, :2] == pytest.approx([1, 0.5])  # the best is highest on the last axis


def test_the_best_is_thick_and_on_top_and_better_ones_are_darker():
    *others, best = lines(draw_parallel_coordinates(info()), 4)
    assert best.get_linewidth() > 2 * max(line.get_linewidth() for line in others)
    assert best.get_zorder() > max(line.get_zorder() for line in others)
    assert best.get_ydata()[:2] == pytest.approx([1, 0.5])
    others.sort(key=lambda line: line.get_ydata()[-1])
    assert sum(others[-1].get_color()[:3]) < sum(others[0].get_color()[:3])


def test_of_a_loss_the_best_is_lowest_on_the_last_axis_and_better_ones_are_darker():
    figure = draw_parallel_coordinates(info(values=[0.5, 0.3, 0.01, 0.2], objective=LOSS))
    *others, best = lines(figure, 4)
    assert best.get_ydata()[:2] == pytest.approx([1, 0.5])
    assert all(best.get_ydata()[-1] < line.get_ydata()[-1] for line in others)
    others.sort(key=lambda line: line.get_ydata()[-1])
    assert sum(others[0].get_color()[:3]) < sum(others[-1].get_color()[:3])
    assert {"validation loss", "best: 0.01 in trial 2"} <= set(words(figure))


def test_a_failed_trial_ends_before_the_accuracies():
    figure = draw_parallel_coordinates(info(states=("pruned", "complete", "complete", "failed")))
    (failed,) = lines(figure, 3)
    assert failed.get_marker() == "x"
    assert len(lines(figure, 4)) == 3
    assert {"one trial", "pruned", "failed", "best: 99 % in trial 2"} <= set(words(figure))


def test_the_axes_are_named_in_words():
    names = {"learning rate", "number of dense layers", "activation", "validation accuracy"}
    assert names <= set(words(draw_parallel_coordinates(info())))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("name", CASES)
def test_all_texts_are_legible(name, width):
    found = parallel_coordinates_info(case(name))
    assert_legible(draw_parallel_coordinates(found, width))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("factor", [1e-5, 1e6])
def test_all_texts_of_a_loss_are_legible(factor, width):
    losses = np.array([0.5, 0.3, 0.01, 0.2]) * factor
    for values in (losses, 10 + losses / factor):
        assert_legible(draw_parallel_coordinates(info(values=values, objective=LOSS), width))


def test_without_a_complete_trial_or_a_choice_it_says_so():
    found = draw_parallel_coordinates(info(states=("failed", "pruned", "failed", "failed")))
    assert words(found) == [NONE_COMPLETE]
    constant = study_trials(CONSTANT, [["only"]], [0.5])
    (said,) = words(draw_parallel_coordinates(parallel_coordinates_info(constant)))
    assert said.startswith("No dimension")


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: draw_parallel_coordinates(info()), tmp_path)
