import numpy as np
import pytest
from drawn import ACCURACY, LOSS, assert_legible, words

from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.style import new_figure
from sametrials.study.objective import Objective

R2 = Objective("val_r2_score", "maximize")
FEW_ERRORS = Objective("val_recall", "minimize")


def drawn(objective, values, name="y", width=6.3, height=3.6):
    figure = new_figure(width, height)
    axes = figure.add_subplot()
    scale = ObjectiveAxis(objective, values)
    scale.dress(axes, name)
    axes.tick_params("x" if name == "y" else "y", labelleft=False, labelbottom=False)
    axes.tick_params(name, labelleft=name == "y", labelbottom=name == "x")
    axes.set(**{f"{name}label": scale.label(figure if name == "y" else None)})
    return figure


def ticks(figure, name="y"):
    figure.draw_without_rendering()
    axis = {"x": figure.axes[0].xaxis, "y": figure.axes[0].yaxis}[name]
    low, high = sorted(axis.get_view_interval())
    shown = [tick for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [tick.label1.get_text() for tick in shown]


def test_a_share_that_is_maximised_is_logarithmic_in_the_error_best_at_the_end():
    figure = drawn(ACCURACY, [0.1, 0.9, 0.99, np.nan])
    axes = figure.axes[0]
    assert axes.get_yscale() == "log"
    assert axes.get_ylim()[0] > axes.get_ylim()[1]
    assert {"10 %", "50 %", "90 %", "99 %"} <= set(ticks(figure))
    assert axes.get_ylabel() == "validation accuracy (logarithmic in the error)"
    np.testing.assert_allclose(ObjectiveAxis(ACCURACY, [0.9]).place([0.9]), [0.1])


def test_no_error_at_all_is_below_every_other_and_has_a_tick():
    scale = ObjectiveAxis(ACCURACY, [1.0, 0.99])
    assert 0 < scale.place(1.0) < scale.place(0.99)
    assert "100 %" in ticks(drawn(ACCURACY, [1.0, 0.99, 0.5]))


@pytest.mark.parametrize(
    ("objective", "values", "scale"),
    [
        (LOSS, [1e-5, 3e-3, 0.2], "log"),
        (LOSS, [0.03, 0.05, 0.29], "linear"),
        (LOSS, [1.2e6, 1.5e6], "linear"),
        (LOSS, [1e6, 1e9], "log"),
        (LOSS, [-120.0, -3.0], "linear"),
        (R2, [-2.0, 0.3, 0.9], "linear"),
        (FEW_ERRORS, [0.1, 0.5], "linear"),
    ],
)
def test_other_values_rise_along_the_axis_whichever_way_is_better(objective, values, scale):
    figure = drawn(objective, values)
    axes = figure.axes[0]
    assert axes.get_yscale() == scale
    low, high = axes.get_ylim()
    assert low < min(values) and max(values) < high
    np.testing.assert_array_equal(ObjectiveAxis(objective, values).place(values), values)


def test_the_label_says_which_way_is_better_where_one_would_not_expect_it():
    assert ObjectiveAxis(LOSS, [1.0]).label() == "validation loss (lower is better)"
    assert ObjectiveAxis(R2, [1.0]).label() == "validation R² score"
    low = new_figure(3.3, 2)
    assert ObjectiveAxis(LOSS, [1.0]).label(low) == "validation loss\n(lower is better)"


@pytest.mark.parametrize(
    ("values", "labels"),
    [
        ([1.2e6, 1.5e6], {"1.20e6", "1.50e6"}),
        ([2e-5, 9e-5], {"2e-5", "8e-5"}),
        ([0.0310, 0.0330], {"0.0310", "0.0320"}),
        ([-120, -10], {"-120", "-20"}),
        ([0.02, 3.0], {"0.02", "0.5", "1", "2"}),
        ([1e-5, 1e-1], {"10⁻⁴", "10⁻²"}),
    ],
)
def test_ticks_are_round_and_short(values, labels):
    assert labels <= set(ticks(drawn(LOSS, values)))


def test_a_share_that_is_minimised_is_written_in_per_cent():
    assert all(tick.endswith(" %") for tick in ticks(drawn(FEW_ERRORS, [0.1, 0.5])))


RANGES = {
    "tiny": [1e-5, 3e-5, 0.02],
    "very tiny and near": [1.00001e-5, 1.00002e-5],
    "million": [1e6, 1.3e6],
    "million and near": [1234567.1, 1234567.4],
    "all the same": [0.5],
    "all zero": [0.0],
    "many decades": [1e-30, 1.0, 1e30],
    "on both sides of zero": [-1e-4, 2e-4],
    "one decade": [0.1, 1.0],
}


@pytest.mark.parametrize("name", ["x", "y"])
@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("values", RANGES.values(), ids=RANGES)
@pytest.mark.parametrize("objective", [LOSS, R2], ids=["loss", "r2"])
def test_two_ticks_or_more_and_all_legible(objective, values, width, name):
    figure = drawn(objective, values, name, width, 0.6 * width)
    assert_legible(figure)
    assert len(set(ticks(figure, name))) == len(ticks(figure, name)) >= 2, words(figure)


def test_failed_trials_are_marked_where_values_are_worst():
    assert ObjectiveAxis(ACCURACY, [0.5]).edge < 0.1
    assert ObjectiveAxis(LOSS, [0.5]).edge > 0.9
