"""Compare searches whose surrogate sees all trials with those in which it sees a subset."""

import numpy as np
import pandas as pd

from problems import make_problem
from regret import regrets, resampled_means
from run_searches import run_search
from sametrials.common.logs import log_to
from sametrials.suggest import subset

METHOD = {"library": "sametrials", "window": 1, "settings": {"optimizer": "gp"}}


def regret(name: str, seeds: int, trials: int, n_seen: int) -> np.ndarray:
    """Compute the regret after each trial, of shape (seeds, trials)."""
    subset.N_SEEN = n_seen
    problem = make_problem(name)
    searches = [run_search(problem, METHOD, trials, seed) for seed in range(seeds)]
    return regrets(pd.concat(searches).assign(best=problem.best, typical=problem.typical))


if __name__ == "__main__":
    log_to(snakemake.log[0])
    asked = snakemake.params.asked
    rows, of_all = [], None
    for n_seen in (asked["trials"], *asked["seen"]):
        values = np.stack(
            [regret(name, asked["seeds"], asked["trials"], n_seen) for name in asked["problems"]]
        )
        of_all = values if of_all is None else of_all
        low, high = np.quantile(resampled_means(values - of_all), [0.025, 0.975], axis=0)
        rows += [
            {
                "seen": n_seen,
                "trials": trials,
                "regret": values[..., trials - 1].mean(),
                "more_than_if_all_are_seen": (values - of_all)[..., trials - 1].mean(),
                "low": low[trials - 1],
                "high": high[trials - 1],
            }
            for trials in range(20, asked["trials"] + 1, 20)
        ]
    pd.DataFrame(rows).round(3).to_csv(snakemake.output[0], index=False)
