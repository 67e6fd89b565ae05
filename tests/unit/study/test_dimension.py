from collections import Counter

import pytest
from scipy.stats import truncnorm

from sametrials.study.dimension import Choice, Number, dimension_of

PARTS = [(i + 0.5) / 1000 for i in range(1000)]


def real(low, high, **settings):
    return dimension_of({"type": "real", "low": low, "high": high, "prior": "uniform", **settings})


def integer(low, high, **settings):
    entry = {"type": "integer", "low": low, "high": high, "prior": "uniform", **settings}
    return dimension_of(entry)


def test_numbers_with_a_step_have_equal_shares():
    assert Counter(map(integer(8, 32, step=8).at, PARTS)) == {8: 250, 16: 250, 24: 250, 32: 250}
    dropout = real(0.0, 0.5, step=0.1)
    assert list(dropout) == [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]  # not 0.30000000000000004
    assert set(Counter(map(dropout.at, PARTS)).values()) == {166, 167}


def test_of_a_step_under_a_log_prior_low_numbers_have_greater_shares():
    shares = Counter(map(integer(10, 50, step=10, prior="log-uniform").at, PARTS))
    assert sorted(shares, key=shares.get, reverse=True) == [10, 20, 30, 40, 50]


def test_powers_have_equal_shares():
    powers = integer(16, 256, base=2)
    assert powers == Choice((16, 32, 64, 128, 256), is_ordered=True)
    assert Counter(map(powers.at, PARTS)) == dict.fromkeys(powers, 200)


def test_a_normal_prior_is_cut_at_the_bounds():
    dimension = real(-1.0, 3.0, prior="normal", mean=0.0, sd=1.0)
    values = list(map(dimension.at, PARTS))
    assert min(values) >= -1
    assert max(values) <= 3
    for part in (0.1, 0.5, 0.99):
        assert dimension.at(part) == pytest.approx(truncnorm(-1, 3).ppf(part))
    assert sum(-0.5 < value < 0.5 for value in values) > sum(0.5 < value < 1.5 for value in values)


def test_of_bounds_far_out_in_a_tail_there_are_values_too():
    dimension = real(-1e6, 1e6, prior="normal", mean=0.0, sd=1.0)
    assert dimension.at(0.0) < -8
    assert 8 < dimension.at(1.0) <= 1e6


@pytest.mark.parametrize(
    "dimension",
    [
        real(1e-6, 1e-2, prior="log-uniform"),
        real(-1.0, 3.0, prior="normal", mean=1.0, sd=0.5),
        real(0.0, 0.5, step=0.1),
        integer(1, 5),
        integer(4, 512, prior="log-uniform"),
        integer(8, 128, step=8),
        integer(16, 512, base=2),
        Choice(("small", "medium", "large"), is_ordered=True),
    ],
)
def test_a_coordinate_leads_to_its_value_and_back(dimension):
    for coordinate in (0.01, 0.3, 0.5, 0.77, 0.999):
        value = dimension.at(coordinate)
        assert dimension.holds(value)
        back = dimension.at(dimension.coordinate(value))
        assert back == (pytest.approx(value) if isinstance(value, float) else value)


def test_a_value_holds_only_on_its_step():
    assert integer(8, 32, step=8).holds(16)
    assert not any(map(integer(8, 32, step=8).holds, [12, 16.0, 40, 0, "16", True, None]))
    assert real(0.0, 0.9, step=0.1).holds(0.3)
    assert not any(map(real(0.0, 0.9, step=0.1).holds, [0.35, 1.0, -0.1, "0.3"]))


@pytest.mark.parametrize("value", [1, 1.0, True, "1", None])
def test_values_of_different_types_are_different(value):
    values = (1, 1.0, True, "1", None)
    choice = Choice(values, is_ordered=False)
    assert type(values[choice.index(value)]) is type(value)
    assert not Choice(tuple(each for each in values if each is not value), False).holds(value)


def test_no_two_values_have_the_same_text():
    mixed = Choice((1, 1.0, True, "1", None, "null", "True", "", "x y"), is_ordered=False)
    assert mixed.texts == ["1", "1.0", "True", '"1"', "null", '"null"', '"True"', '""', "x y"]


def test_a_single_value_is_a_dimension_too():
    for dimension in (real(0.5, 0.5), integer(3, 3), Choice(("relu",), is_ordered=False)):
        assert dimension.size == 1
        assert len({dimension.at(each) for each in PARTS}) == 1
        assert dimension.coordinate(dimension.at(0.2)) == 0.5


def test_a_real_without_a_step_has_endless_values():
    assert real(0.0, 1.0).size == float("inf")
    assert isinstance(real(0.0, 1.0), Number)
