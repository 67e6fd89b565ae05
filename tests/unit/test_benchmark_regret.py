import numpy as np
import pandas as pd
import pytest

from regret import regrets, resampled_means


def searches(*trials, best=1.0, typical=0.5):
    """A table of searches, each a list of (observed, truth)."""
    return pd.DataFrame(
        {"seed": seed, "trial": number, "observed": observed, "truth": truth}
        for seed, search in enumerate(trials)
        for number, (observed, truth) in enumerate(search, start=1)
    ).assign(best=best, typical=typical)


def test_regret_is_that_of_the_trial_observed_to_be_best_so_far():
    lucky = [(0.70, 0.6), (0.95, 0.8), (0.90, 1.0), (0.95, 0.9)]
    assert regrets(searches(lucky))[0] == pytest.approx([80, 40, 40, 40])


def test_regret_is_in_percent_of_what_a_typical_point_has():
    table = searches([(0.5, 0.5)], [(1.0, 1.0)], [(0.25, 0.25)])
    assert regrets(table)[:, 0] == pytest.approx([100, 0, 150])


def test_resampled_means_spread_as_the_mean_over_seeds_does():
    rng = np.random.default_rng(1)
    values = rng.normal([[0.0], [100.0]], 1.0, size=(2, 50))
    means = resampled_means(values)
    assert means.mean() == pytest.approx(values.mean(), abs=0.02)
    # Problems stay, seeds vary: two problems of 50 seeds of standard deviation 1.
    assert means.std() == pytest.approx(1 / np.sqrt(100), rel=0.2)
