import math

import pytest
from scipy.stats import norm

from hpo.report.uncertainty import Z, standard_error, told_apart


def test_the_standard_error_is_that_of_a_binomial():
    assert standard_error(0.99, 5000) == pytest.approx(0.001407, abs=1e-6)
    assert standard_error(1.0, 5000) == 0


def test_the_level_is_five_per_cent():
    assert 2 * norm.sf(Z) == pytest.approx(0.05, abs=1e-3)


def test_two_accuracies_are_told_apart_from_just_beyond_the_critical_difference():
    mean, images = 0.95, 1000
    critical = Z * math.sqrt(2 * mean * (1 - mean) / images)
    for factor, apart in [(0.99, False), (1.01, True)]:
        high, low = mean + factor * critical / 2, mean - factor * critical / 2
        assert told_apart(high, low, images) == told_apart(low, high, images) == apart


def test_equal_accuracies_are_never_told_apart():
    assert not told_apart(1.0, 1.0, 10)
    assert not told_apart(0.5, 0.5, 10)
