"""Simulate studies of each number of slots and each window, with jobs and without."""

import numpy as np
import pandas as pd

from sametrials.common.logs import log_to
from schedule import study_seconds, trial_seconds, windows_of

if __name__ == "__main__":
    log_to(snakemake.log[0])
    parts = pd.read_csv(snakemake.input[0]).set_index("part")["median"]
    costs = {
        "local": {},
        "slurm": {
            "occupied": parts["submit_and_start"],
            "noticed": parts["end_and_notice"] + parts["suggest"],
        },
    }
    rows = []
    for seed in range(snakemake.params.seeds):
        rng = np.random.default_rng(seed)
        seconds = trial_seconds(rng, **snakemake.params.study)
        rows += [
            {
                "dispatch": dispatch,
                "slots": slots,
                "window": window,
                "ratio": study_seconds(seconds, slots, window, **cost) * slots / seconds.sum(),
            }
            for dispatch, cost in costs.items()
            for slots in snakemake.params.slots
            for window in windows_of(slots)
        ]
    table = pd.DataFrame(rows).groupby(["dispatch", "slots", "window"])["ratio"]
    table = table.agg(simulated="mean", deviation="std").reset_index()
    table.round(4).to_csv(snakemake.output[0], index=False)
