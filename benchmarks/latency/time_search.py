"""Time a whole search of a cheap function, and measure the memory of its process."""

import resource
import time

import numpy as np
import pandas as pd

from hpo.common.logs import log_to
from hpo.search.of_a_function import run_study
from problems import make_problem

if __name__ == "__main__":
    log_to(snakemake.log[0])
    problem, trials = make_problem(snakemake.params.problem), snakemake.params.trials
    rng = np.random.default_rng(0)
    start = time.perf_counter()
    records = run_study(
        problem.space, {"n_calls": trials, "seed": 0}, lambda point: problem.observe(point, rng)
    )
    row = {
        "trials": trials,
        "seconds": time.perf_counter() - start,
        "last_suggestion_seconds": np.median([r.timings["suggest"] for r in records[-10:]]),
        "peak_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    pd.DataFrame([row]).round(3).to_csv(snakemake.output[0], index=False)
