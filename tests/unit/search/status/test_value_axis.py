import numpy as np
import pytest

from sametrials.search.status.value_axis import ValueAxis
from sametrials.study.objective import Objective
from simulated import ACCURACY, LOSS

SCORE = Objective("val_score", "maximize")


def texts(objective, values):
    """The texts of the ticks between the lowest and the highest value."""
    low, high = min(values), max(values)
    return [
        text
        for value, text in ValueAxis(objective, values).ticks()
        if low - 1e-9 * abs(low) <= value <= high + 1e-9 * abs(high)
    ]


@pytest.mark.parametrize(
    ("objective", "values", "expected"),
    [
        (ACCURACY, (0.45, 0.991), "0.5 0.8 0.9 0.95 0.98 0.99"),
        (LOSS, (1e-5, 4.5e-5), "1e-5 2e-5 3e-5 4e-5"),
        (LOSS, (1e6, 1.9e6), "1.0e6 1.2e6 1.4e6 1.6e6 1.8e6"),
        (LOSS, (0.04, 0.3), "0.05 0.10 0.15 0.20 0.25 0.30"),
        (LOSS, (0.02, 1.5), "0.02 0.05 0.1 0.2 0.5 1"),
        (LOSS, (1e-5, 1e6), "1e-4 0.01 1 100 10000 1e6"),
        (SCORE, (-3.0, 2.0), "-3 -2 -1 0 1 2"),
        (SCORE, (-3e-7, 2e-7), "-3e-7 -2e-7 -1e-7 0 1e-7 2e-7"),
        (SCORE, (1234567.0, 1234604.0), "1234570 1234580 1234590 1234600"),
        (LOSS, (1000.0, 5000.0), "1000 2000 3000 4000 5000"),
    ],
)
def test_ticks_are_round_and_short(objective, values, expected):
    assert texts(objective, values) == expected.replace("1e-4", "0.0001").split()


@pytest.mark.parametrize(
    ("objective", "scale"), [(ACCURACY, "error"), (LOSS, "log"), (SCORE, "log")]
)
def test_values_rise_upwards_whichever_are_better(objective, scale):
    values = np.geomspace(1e-3, 0.9, 9).tolist()
    axis = ValueAxis(objective, values)
    assert axis.scale == scale
    places = [axis.place(value) for value in values]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (0, 1)


@pytest.mark.parametrize("objective", [ACCURACY, LOSS, SCORE])
@pytest.mark.parametrize("value", [0.0, 1e-300, 1e-5, 0.5, 1.0])
def test_a_single_value_lies_in_the_middle_between_ticks(objective, value):
    axis = ValueAxis(objective, [value])
    assert axis.place(value) == pytest.approx(0.5)
    assert axis.ticks()


def test_values_that_are_nearly_the_same_can_be_drawn():
    for values in [(0.1, 0.1 + 1e-16), (1e6, 1e6 + 1e-9), (-5.0, -5.0), (1e-320, 2e-320)]:
        assert ValueAxis(LOSS, values).ticks()
