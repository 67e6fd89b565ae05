import math

import pytest
from scipy.stats import norm

from sametrials.report.uncertainty import Z, told_apart


def test_the_level_is_five_per_cent():
    assert 2 * norm.sf(Z) == pytest.approx(0.05, abs=1e-3)


def test_two_shares_are_told_apart_from_just_beyond_the_critical_difference():
    mean, n_items = 0.95, 1000
    critical = Z * math.sqrt(2 * mean * (1 - mean) / n_items)
    for factor, apart in [(0.99, False), (1.01, True)]:
        high, low = mean + factor * critical / 2, mean - factor * critical / 2
        assert told_apart(high, low, n_items) == told_apart(low, high, n_items) == apart


def test_equal_shares_are_never_told_apart():
    assert not told_apart(1.0, 1.0, 10)
    assert not told_apart(0.5, 0.5, 10)
