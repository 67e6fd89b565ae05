"""Run the searches of one method on one problem, one for each seed."""

import json
import time
from pathlib import Path

import numpy as np
import pandas as pd

from methods import search
from problems import Problem, make_problem
from sametrials.common.logs import log_to


def run_search(problem: Problem, method: dict, trials: int, seed: int) -> pd.DataFrame:
    """Tabulate the trials of one search: seed, trial, point, observed, truth.

    The noise depends on the seed and the trial's number, so that all methods have the same luck.
    """
    rows = []

    def objective(point: dict) -> float:
        rng = np.random.default_rng([seed, len(rows)])
        row = {"observed": problem.observe(point, rng), "truth": problem.truth(point)}
        rows.append({"seed": seed, "trial": len(rows), "point": json.dumps(point), **row})
        return row["observed"]

    start = time.perf_counter()
    search(space=problem.space, objective=objective, trials=trials, seed=seed, **method)
    return pd.DataFrame(rows).assign(seconds=time.perf_counter() - start)


if __name__ == "__main__":
    log_to(snakemake.log[0])
    problem = make_problem(snakemake.wildcards.problem)
    method, trials = snakemake.params.method, snakemake.params.trials
    searches = [run_search(problem, method, trials, seed) for seed in range(snakemake.params.seeds)]
    table = pd.concat(searches).assign(best=problem.best, typical=problem.typical)
    table.to_csv(Path(snakemake.output[0]), index=False)
