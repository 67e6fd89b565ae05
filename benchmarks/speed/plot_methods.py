"""Draw the best accuracy so far of each method against the wall time.

Lines are means over the seeds, bands from the lowest to the highest.
"""

from collections.abc import Iterable

import pandas as pd

from sametrials.common.files import read_json
from sametrials.common.logs import log_to
from sametrials.figures.comparison.best_so_far import Curve, draw_best_so_far, steps_of
from sametrials.figures.shared.style import save_figure
from sametrials.study.objective import Objective
from summary import Run, best_so_far

WIDTH = 6.3
"""Inches."""


def curves(runs: Iterable[Run]) -> list[Curve]:
    """Compute the curve of each method, from where each of its runs has a trial."""
    methods: dict[str, list] = {}
    for run in runs:
        methods.setdefault(run["method"], []).append(best_so_far(run["trials"]))
    return [_curve(method, steps_of(courses), len(courses)) for method, courses in methods.items()]


def _curve(method: str, steps: pd.DataFrame, n_runs: int) -> Curve:
    return Curve(
        strategy=method,
        n_studies=n_runs,
        x=steps.index.to_numpy(dtype=float),
        mean=steps.mean(axis="columns").to_numpy(),
        low=steps.min(axis="columns").to_numpy(),
        high=steps.max(axis="columns").to_numpy(),
    )


if __name__ == "__main__":
    log_to(snakemake.log[0])
    drawn = curves(read_json(path) for path in snakemake.input)
    figure = draw_best_so_far(drawn, Objective(), "Best accuracy so far", "wall time (s)", WIDTH)
    save_figure(figure, snakemake.output, 150)
