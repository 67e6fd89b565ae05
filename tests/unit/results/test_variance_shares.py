import itertools

import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor

from sametrials.results.variance_shares import (
    split_variance,
    variance_shares,
)


def grid(n_dimensions, n=4):
    """Put a point in the middle of each of n ** D equal cells of the unit cube."""
    middles = (np.arange(n) + 0.5) / n
    return np.array(list(itertools.product(middles, repeat=n_dimensions)))


def tree_of(function, points):
    return DecisionTreeRegressor(random_state=0).fit(points, function(points))


# Functions that are constant on the cells of the grid, and the variances of their parts.
PARTS = {
    "one matters": (lambda x: np.where(x[:, 1] > 0.5, 4.0, 0.0), [0, 4, 0, 0]),
    "additive": (lambda x: 4.0 * (x[:, 0] > 0.5) + 2.0 * (x[:, 2] > 0.25), [4, 0, 0.75, 0]),
    "pure interaction": (lambda x: 1.0 * ((x[:, 0] > 0.5) ^ (x[:, 1] > 0.5)), [0, 0, 0, 0.25]),
    "product": (lambda x: 4.0 * (x[:, 0] > 0.5) * (x[:, 1] > 0.5), [1, 1, 0, 1]),
    "constant": (lambda x: np.full(len(x), 3.0), [0, 0, 0, 0]),
}


@pytest.mark.parametrize("name", PARTS)
def test_the_variance_of_a_tree_is_split_exactly(name):
    function, parts = PARTS[name]
    np.testing.assert_allclose(split_variance(tree_of(function, grid(3))), parts, atol=1e-6)


def test_the_parts_are_those_that_brute_force_finds():
    points = np.random.default_rng(1).random((60, 2))
    tree = tree_of(lambda x: np.sin(5 * x[:, 0]) + x[:, 0] * x[:, 1], points)
    table = tree.predict(grid(2, 400)).reshape(400, 400)
    mains = table.mean(axis=1).var(), table.mean(axis=0).var()
    expected = [*mains, table.var() - sum(mains)]
    np.testing.assert_allclose(split_variance(tree), expected, rtol=0.03)


FUNCTIONS = {
    "one matters": (lambda x: np.sin(4 * x[:, 0]), [1, 0, 0, 0]),
    "additive, 4 to 1": (lambda x: 2 * x[:, 0] + x[:, 1], [0.8, 0.2, 0, 0]),
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_shares_of_a_known_function_are_found_from_samples_of_it(name):
    function, expected = FUNCTIONS[name]
    points = np.random.default_rng(2).random((100, 3))
    shares = variance_shares(points, function(points), seed=1)
    np.testing.assert_allclose(shares.mean, expected, atol=0.12)
    assert shares.mean.sum() == pytest.approx(1)
    assert shares.explained > 0.9


def test_a_pure_interaction_is_told_as_such():
    points = grid(2, 10)
    shares = variance_shares(points, (points[:, 0] - 0.5) * (points[:, 1] - 0.5), seed=1)
    assert shares.mean[-1] > 0.8


def test_more_trials_give_narrower_intervals():
    widths = []
    for n_trials in (15, 80):
        points = np.random.default_rng(3).random((n_trials, 2))
        shares = variance_shares(points, points[:, 0] + 0.7 * points[:, 1], seed=1)
        assert np.all(shares.low <= shares.mean) and np.all(shares.mean <= shares.high)
        widths.append(shares.high[0] - shares.low[0])
    assert widths[1] < 0.7 * widths[0]


def test_noise_is_not_explained():
    random = np.random.default_rng(4)
    assert variance_shares(random.random((40, 3)), random.random(40), seed=1).explained < 0


def test_equal_values_have_no_shares():
    assert variance_shares(grid(2), np.full(16, 0.9), seed=1) is None


def test_the_same_trials_and_seed_give_the_same_shares_bit_for_bit():
    points = np.random.default_rng(5).random((12, 2))
    first, second, other = (variance_shares(points, points[:, 0], seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(np.hstack(first), np.hstack(second))
    assert not np.array_equal(first.mean, other.mean)


def test_trials_at_one_point_tell_nothing_and_nearly_all_there_give_no_nan():
    values = np.linspace(0.5, 0.9, 12)
    assert variance_shares(np.full((12, 2), 0.5), values, seed=0) is None
    points = np.full((12, 2), 0.5)
    points[0] = 0.1
    assert np.isfinite(variance_shares(points, values, seed=0).mean).all()


@pytest.mark.parametrize("power", [-1000, 1000])
def test_shares_do_not_depend_on_how_large_the_values_are(power):
    points = np.random.default_rng(0).random((30, 2))
    values = points[:, 0] + 0.3 * points[:, 1]
    shares, scaled = (variance_shares(points, each, 1, 5) for each in (values, values * 2.0**power))
    np.testing.assert_array_equal(shares.mean, scaled.mean)
    assert shares.explained == scaled.explained
