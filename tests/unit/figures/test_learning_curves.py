import numpy as np
import pandas as pd
import pytest
from drawn import assert_legible, assert_same_bytes, words

from hpo.figures.shared.outcomes import NONE_COMPLETE
from hpo.figures.study.learning_curves import draw_learning_curves, learning_curves_info

CURVES = [[0.5, 0.9], [0.6, 0.95], [0.2], [], [0.7, 0.97, 0.96], [0.1, 0.1]]
STATES = ["complete", "complete", "pruned", "failed", "complete", "failed"]


def info(curves=CURVES, states=STATES):
    trials = range(len(curves))
    last = [
        None if state == "failed" else curve[-1]
        for curve, state in zip(curves, states, strict=True)
    ]
    ended = pd.DataFrame({"trial": trials, "state": states, "accuracy": np.array(last, float)})
    rows = [
        (trial, epoch, accuracy)
        for trial, curve in zip(trials, curves, strict=True)
        for epoch, accuracy in enumerate(curve, start=1)
    ]
    table = pd.DataFrame(rows, columns=["trial", "epoch", "val_accuracy"])
    return learning_curves_info(ended[::-1], table.astype({"val_accuracy": float}))


def test_each_trial_that_finished_an_epoch_has_a_curve():
    found = info()
    assert found.trials == [0, 1, 2, 4, 5]
    assert found.states == ["complete", "complete", "pruned", "complete", "failed"]
    assert [curve.tolist() for curve in found.curves] == [curve for curve in CURVES if curve]


def test_the_best_is_the_complete_trial_that_ended_best():
    found = info([[0.99], [0.99, 0.9], [0.5, 0.95]], ["pruned", "complete", "complete"])
    assert (found.trials[found.best], found.best_accuracy) == (2, 0.95)


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
