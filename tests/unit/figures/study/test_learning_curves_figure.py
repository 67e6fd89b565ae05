import numpy as np
import pandas as pd
import pytest
from drawn import ACCURACY, LOSS, assert_legible, assert_same_bytes, with_values, words

from sametrials.figures.shared.marks import NONE_COMPLETE
from sametrials.figures.study.learning_curves import draw_learning_curves, learning_curves_info
from sametrials.study.objective import Objective

CURVES = [[0.5, 0.9], [0.6, 0.95], [0.2], [], [0.7, 0.97, 0.96], [0.1, 0.1]]
STATES = ["complete", "complete", "pruned", "failed", "complete", "failed"]


def info(curves=CURVES, states=STATES, objective=ACCURACY):
    values = [
        None if state == "failed" else curve[objective.step_that_counts(curve)]
        for curve, state in zip(curves, states, strict=True)
    ]
    rows = [
        (trial, epoch, value, 0.0)
        for trial, curve in enumerate(curves)
        for epoch, value in enumerate(curve, start=1)
    ]
    table = pd.DataFrame(rows, columns=["trial", "epoch", objective.metric, "loss"], dtype=float)
    return learning_curves_info(with_values(values, states, objective), table)


def test_each_trial_that_finished_an_epoch_has_a_curve():
    found = info()
    assert found.trials == [0, 1, 2, 4, 5]
    assert found.states == ["complete", "complete", "pruned", "complete", "failed"]
    assert [curve.tolist() for curve in found.curves] == [curve for curve in CURVES if curve]


def test_the_best_is_the_complete_trial_that_ended_best():
    found = info([[0.99], [0.99, 0.9], [0.5, 0.95]], ["pruned", "complete", "complete"])
    assert (found.trials[found.best], found.best_value) == (2, 0.95)


def test_the_best_curve_is_thick_and_on_top():
    lines = draw_learning_curves(info()).axes[0].get_lines()
    assert len(lines) == 5
    thick = max(lines, key=lambda line: line.get_linewidth())
    assert thick.get_zorder() == max(line.get_zorder() for line in lines)
    assert list(1 - thick.get_ydata()) == pytest.approx([0.7, 0.97, 0.96])
    assert list(thick.get_xdata()) == [1, 2, 3]


def test_pruned_and_failed_trials_are_told_apart():
    figure = draw_learning_curves(info())
    assert {"one trial", "pruned", "failed", "best: 96 % in trial 4"} <= set(words(figure))
    lines = figure.axes[0].get_lines()
    assert len({(line.get_marker(), line.get_linestyle()) for line in lines}) == 4
    only_complete = words(draw_learning_curves(info([[0.5]], ["complete"])))
    assert not {"pruned", "failed"} & set(only_complete)


def test_better_is_higher_on_an_axis_logarithmic_in_the_error():
    (axes,) = draw_learning_curves(info()).axes
    assert axes.get_yscale() == "log"
    assert axes.get_ylim()[0] > axes.get_ylim()[1]


def test_of_a_loss_the_best_curve_ends_lowest():
    found = info([[2.0, 0.5], [3.0, 0.4], [0.3]], ["complete", "complete", "pruned"], LOSS)
    assert (found.trials[found.best], found.best_value) == (1, 0.4)
    figure = draw_learning_curves(found)
    bottom, top = figure.axes[0].get_ylim()
    assert bottom < 0.3 < 3 < top
    assert "best: 0.4 in trial 1" in words(figure)


def test_the_mark_is_at_the_epoch_that_counts():
    best_epoch = Objective(epoch="best")
    found = info([[0.5, 0.9, 0.8], [0.2, 0.1]], ["complete", "failed"], best_epoch)
    assert found.marked == [1, 1]
    assert info([[0.5, 0.9, 0.8]], ["complete"]).marked == [2]
    (line, *_) = draw_learning_curves(found).axes[0].get_lines()
    assert line.get_markevery() == [1]


def test_a_trial_that_diverged_is_marked_where_it_was_last_a_number():
    found = info([[0.5, 0.4], [2.0, 9.0, np.nan]], ["complete", "failed"], LOSS)
    assert found.marked == [1, 1]
    assert_legible(draw_learning_curves(found, 3.3))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize(
    "curves", [[[0.1, 1e-5], [3e-4, 2e-4]], [[2e6, 1.2e6], [1.9e6]], [[0.3]]], ids=str
)
def test_all_texts_of_a_loss_are_legible(curves, width):
    assert_legible(draw_learning_curves(info(curves, ["complete"] * len(curves), LOSS), width))


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize(
    ("curves", "states"),
    [
        (CURVES, STATES),
        ([[0.5]], ["complete"]),
        ([[1.0], [0.0]], ["complete"] * 2),
        ([np.linspace(0.1, 0.99, 250)] * 3, ["complete"] * 3),
    ],
    ids=["all states", "one trial", "no error at all", "many epochs"],
)
def test_all_texts_are_legible(curves, states, width):
    assert_legible(draw_learning_curves(info(curves, states), width))


@pytest.mark.parametrize("curves", [[], [[]], [[0.4]]])
def test_without_a_complete_trial_it_says_so(curves):
    found = info(curves, ["failed"] * len(curves))
    assert words(draw_learning_curves(found)) == [NONE_COMPLETE]


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: draw_learning_curves(info()), tmp_path)
