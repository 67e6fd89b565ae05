"""Tabulate the normalised regret of each method, with confidence intervals over the seeds."""

from pathlib import Path

import numpy as np
import pandas as pd
from problems import problems_of

from hpo.logs import log_to

RESAMPLES = 2000


def regrets(table: pd.DataFrame) -> np.ndarray:
    """Compute the normalised regret after each trial, in percent, of shape (seeds, trials).

    It is the truth of the incumbent, the trial observed to be best, on a scale on which the best
    point of the problem has 0 and the median of the space 100.
    """
    observed = table.pivot(index="seed", columns="trial", values="observed").to_numpy()
    truth = table.pivot(index="seed", columns="trial", values="truth").to_numpy()
    columns = np.arange(observed.shape[1])
    is_best = observed == np.maximum.accumulate(observed, axis=1)
    # Of equal observations the first, as in the search.
    is_best[:, 1:] &= observed[:, 1:] > np.maximum.accumulate(observed, axis=1)[:, :-1]
    incumbent = np.maximum.accumulate(np.where(is_best, columns, 0), axis=1)
    best, typical = table["best"].iloc[0], table["typical"].iloc[0]
    return 100 * (best - np.take_along_axis(truth, incumbent, axis=1)) / (best - typical)


def resampled_means(values: np.ndarray) -> np.ndarray:
    """Draw the seeds of each problem anew and take the mean: bootstrap.

    Parameters
    ----------
    values
        Of shape (problems, seeds, ...).

    Returns
    -------
    ndarray
        Of shape (resamples, ...).
    """
    rng = np.random.default_rng(0)
    problems, seeds = values.shape[:2]
    draws = rng.integers(seeds, size=(RESAMPLES, problems, seeds))
    return np.stack([values[np.arange(problems)[:, None], draw].mean((0, 1)) for draw in draws])


if __name__ == "__main__":
    log_to(snakemake.log[0])
    files = {(Path(path).parent.name, Path(path).stem): path for path in snakemake.input}
    summary, course = [], []
    for half in snakemake.params.halves:
        for method in snakemake.params.methods:
            tables = [pd.read_csv(files[problem, method]) for problem in problems_of(half)]
            values = np.stack([regrets(table) for table in tables])
            low, high = np.quantile(resampled_means(values), [0.025, 0.975], axis=0)
            rows = pd.DataFrame(
                {"half": half, "method": method, "regret": values.mean((0, 1))}
                | {"low": low, "high": high}
            )
            rows.insert(2, "trials", np.arange(1, len(rows) + 1))
            seconds = np.mean([table["seconds"].mean() for table in tables])
            summary.append(rows.iloc[9::10].assign(seconds_per_search=seconds))
            course.append(rows)
    pd.concat(summary).round(3).to_csv(snakemake.output.summary, index=False)
    pd.concat(course).round(3).to_csv(snakemake.output.course, index=False)
