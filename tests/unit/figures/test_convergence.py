import math

import pytest
from drawn import LEARNING_RATE, assert_legible, assert_same_bytes, search_result, words

from hpo.figures.study.convergence import convergence_info, draw_convergence


def result(accuracies):
    return search_result([LEARNING_RATE], [[1e-3]] * len(accuracies), accuracies, surrogate=None)


def test_the_incumbent_is_the_best_so_far():
    info = convergence_info(result([0.5, 0.9, 0.1, 0.9, 0.95]))
    assert info.accuracies == [0.5, 0.9, 0.1, 0.9, 0.95]
    assert info.incumbents == [0.5, 0.9, 0.9, 0.9, 0.95]
    assert info.best == 4


def test_of_equal_trials_the_first_is_best():
    assert convergence_info(result([0.1, 0.9, 0.9])).best == 1


def with_states(accuracies, states):
    found = result(accuracies)
    found.states = states
    return found


def test_only_complete_trials_can_be_the_best():
    info = convergence_info(
        with_states([0.5, 0.9, 0.8, 0.95], ["failed", "pruned", "complete", "pruned"])
    )
    assert info.best == 2
    assert info.incumbents[2:] == [0.8, 0.8]
    assert all(math.isnan(value) for value in info.incumbents[:2])


@pytest.mark.parametrize("width", [5, 12])
def test_failed_and_pruned_trials_are_drawn_apart(width):
    states = ["failed", "complete", "pruned", "failed", "complete"]
    figure = draw_convergence(
        convergence_info(with_states([0.5, 0.9, 0.8, 0.5, 0.95], states)), width
    )
    assert_legible(figure)
    assert {"one trial", "pruned", "failed"} <= set(words(figure))
    points = {line.get_label(): list(line.get_xdata()) for line in figure.axes[0].lines}
    assert points["failed"] == [0, 3]
    assert points["pruned"] == [2]
    assert points["one trial"] == [1, 4]


@pytest.mark.parametrize("width", [5, 12])
@pytest.mark.parametrize(
    "accuracies",
    [
        [0.72],
        [0.72, 0.98],
        [0.95] * 10,
        [0.1] * 5,
        [0.1] * 5 + [0.97, 0.989, 0.9904],
        [0.1, 0.99, 0.9904] + [0.985] * 200,
        [0.9, 1.0, 0.5],
        [1.0],
        [0.0],
        [0.99999, 0.9],
    ],
    ids=lambda accuracies: f"{len(accuracies)} to {max(accuracies)}",
)
def test_all_texts_are_legible(accuracies, width):
    figure = draw_convergence(convergence_info(result(accuracies)), width)
    assert_legible(figure)
    assert sum(word.endswith(" %") for word in words(figure)) >= 2


def test_the_axes_are_named_and_the_best_trial_is_told():
    figure = draw_convergence(convergence_info(result([0.1, 0.97, 0.9904, 0.98])))
    found = words(figure)
    assert "trial" in found
    assert any(word.startswith("validation accuracy") for word in found)
    assert "best: 99.04 % in trial 2" in found
    assert {"10 %", "90 %", "99 %"} <= set(found)


def test_better_is_higher():
    (axes,) = draw_convergence(convergence_info(result([0.5, 0.9]))).axes
    bottom, top = axes.get_ylim()
    assert axes.get_yscale() == "log"
    assert bottom > top


def test_same_input_same_bytes(tmp_path):
    info = convergence_info(result([0.5, 0.9]))
    assert_same_bytes(lambda: draw_convergence(info), tmp_path)
