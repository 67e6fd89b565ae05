import pytest

from sametrials.figures.shared.time_unit import unit_of


@pytest.mark.parametrize(
    ("seconds", "unit"),
    [(0, "seconds"), (179, "seconds"), (180, "minutes"), (10_799, "minutes"), (10_800, "hours")],
)
def test_a_time_is_told_in_the_unit_that_suits(seconds, unit):
    assert unit_of(seconds)[0] == unit
