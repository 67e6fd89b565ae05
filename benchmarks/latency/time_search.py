"""Time whole searches of a cheap function, part by part, and measure the memory of the process."""

import resource

import numpy as np
import pandas as pd

from problems import Problem, make_problem
from sametrials.common.logs import log_to
from sametrials.search.of_a_function import run_study

PARTS = 4
"""The time of each quarter of a search shows whether a trial takes longer after many others."""


def time_search(problem: Problem, optimizer: str, trials: int) -> list[dict]:
    """Run a search; tabulate the mean seconds of a trial in each part of it."""
    rng = np.random.default_rng(0)
    study = {"optimizer": optimizer, "n_calls": trials, "seed": 0}
    records = run_study(problem.space, study, lambda point: problem.observe(point, rng))
    starts = np.array([record.timings["start"] for record in records])
    parts = np.array_split(np.diff(starts), PARTS)
    done = np.cumsum([len(part) for part in parts]) + 1
    return [
        {
            "optimizer": optimizer,
            "trials": n_done,
            "seconds_per_trial": part.mean(),
            "seconds": starts[n_done - 1] - starts[0],
            "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        for part, n_done in zip(parts, done, strict=True)
    ]


if __name__ == "__main__":
    log_to(snakemake.log[0])
    problem = make_problem(snakemake.params.problem)
    rows = [
        row
        for optimizer, trials in snakemake.params.searches.items()
        for row in time_search(problem, optimizer, trials)
    ]
    pd.DataFrame(rows).round(5).to_csv(snakemake.output[0], index=False)
