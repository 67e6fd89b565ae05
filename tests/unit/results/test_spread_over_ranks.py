import numpy as np

from sametrials.results.spread_over_ranks import spread_over_ranks


def test_few_trials_are_all_chosen():
    assert spread_over_ranks([3.0, 1.0, 2.0], 3).tolist() == [0, 1, 2]


def test_of_many_those_chosen_are_spread_over_the_ranks_with_the_best_and_the_worst():
    values = np.random.default_rng(0).permutation(1001)
    chosen = spread_over_ranks(values, 11)
    assert sorted(values[chosen]) == list(range(0, 1001, 100))
    assert list(chosen) == sorted(chosen)


def test_equal_values_are_chosen_by_their_order():
    assert spread_over_ranks([0.5] * 9, 3).tolist() == [0, 4, 8]
