"""Tabulate the normalised regret of each method, with confidence intervals over the seeds."""

from pathlib import Path

import numpy as np
import pandas as pd

from problems import problems_of
from regret import regrets, resampled_means
from sametrials.common.logs import log_to

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
