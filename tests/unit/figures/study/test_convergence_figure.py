import math

import pytest
from drawn import LOSS, assert_legible, assert_same_bytes, with_values, words

from sametrials.figures.study.convergence import convergence_info, draw_convergence


def test_the_incumbent_is_the_best_so_far():
    info = convergence_info(with_values([0.5, 0.9, 0.1, 0.9, 0.95]))
    assert info.values.tolist() == [0.5, 0.9, 0.1, 0.9, 0.95]
    assert info.incumbents.tolist() == [0.5, 0.9, 0.9, 0.9, 0.95]
    assert info.best == 4


def test_of_equal_trials_the_first_is_best():
    assert convergence_info(with_values([0.1, 0.9, 0.9])).best == 1


def test_of_a_loss_the_lowest_is_best_and_lies_lowest():
    info = convergence_info(with_values([0.5, 0.9, 0.1, 0.2], objective=LOSS))
    assert info.incumbents.tolist() == [0.5, 0.5, 0.1, 0.1]
    assert info.best == 2
    figure = draw_convergence(info)
    bottom, top = figure.axes[0].get_ylim()
    assert bottom < 0.1 < 0.9 < top
    assert {"validation loss (lower is better)", "best: 0.1 in trial 2"} <= set(words(figure))


def test_only_complete_trials_can_be_the_best():
    info = convergence_info(
        with_values([0.5, 0.9, 0.8, 0.95], ["failed", "pruned", "complete", "pruned"])
    )
    assert info.best == 2
    assert info.incumbents[2:].tolist() == [0.8, 0.8]
    assert all(math.isnan(value) for value in info.incumbents[:2])


@pytest.mark.parametrize("width", [5, 12])
def test_failed_and_pruned_trials_are_drawn_apart(width):
    states = ["failed", "complete", "pruned", "failed", "complete"]
    figure = draw_convergence(
        convergence_info(with_values([0.5, 0.9, 0.8, 0.5, 0.95], states)), width
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
    figure = draw_convergence(convergence_info(with_values(accuracies)), width)
    assert_legible(figure)
    assert sum(word.endswith(" %") for word in words(figure)) >= 2


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize(
    "losses",
    [[1e-5, 3e-2, 2e-4], [1.3e6, 1.2e6, 1.4e6], [1e6, 1e9], [0.5], [0.3] * 4, [-3.0, 2.0], [0.0]],
    ids=str,
)
def test_all_texts_of_a_loss_are_legible(losses, width):
    states = ["complete"] * len(losses) + ["failed"]
    trials = with_values([*losses, None], states, LOSS)
    assert_legible(draw_convergence(convergence_info(trials), width))


def test_failed_trials_lie_where_values_are_worst():
    for objective, where in (({}, 0.03), ({"objective": LOSS}, 0.97)):
        trials = with_values([0.5, None], ["complete", "failed"], **objective)
        (axes,) = draw_convergence(convergence_info(trials)).axes
        lines = {line.get_label(): line for line in axes.lines}
        assert lines["failed"].get_ydata() == [where]


def test_the_axes_are_named_and_the_best_trial_is_told():
    figure = draw_convergence(convergence_info(with_values([0.1, 0.97, 0.9904, 0.98])))
    found = words(figure)
    assert "trial" in found
    assert any(word.startswith("validation accuracy") for word in found)
    assert "best: 99.04 % in trial 2" in found
    assert {"10 %", "90 %", "99 %"} <= set(found)


def test_better_is_higher():
    (axes,) = draw_convergence(convergence_info(with_values([0.5, 0.9]))).axes
    bottom, top = axes.get_ylim()
    assert axes.get_yscale() == "log"
    assert bottom > top


def test_same_input_same_bytes(tmp_path):
    info = convergence_info(with_values([0.5, 0.9]))
    assert_same_bytes(lambda: draw_convergence(info), tmp_path)
