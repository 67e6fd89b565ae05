"""Draw the mean normalised regret against the number of trials, a panel for each half."""

import pandas as pd
from matplotlib.figure import Figure

from hpo.figures.style import save_figure
from hpo.logs import log_to


def draw_regret(course: pd.DataFrame) -> Figure:
    """Draw the course of each method, its confidence interval as a band."""
    halves = list(course.groupby("half", sort=False))
    figure = Figure(figsize=(3.6 * len(halves), 3.4), layout="constrained")
    for axes, (half, rows) in zip(
        figure.subplots(1, len(halves), sharey=True, squeeze=False)[0], halves, strict=True
    ):
        for number, (method, part) in enumerate(rows.groupby("method", sort=False)):
            style = "--" if method.endswith("-5") else "-"
            axes.plot(part["trials"], part["regret"], style, color=f"C{number}", label=method)
            axes.fill_between(
                part["trials"], part["low"], part["high"], color=f"C{number}", alpha=0.15, lw=0
            )
        axes.set(title=f"{half} problems", xlabel="trials", yscale="log", xlim=(5, None))
    axes.legend(fontsize="small")
    figure.axes[0].set_ylabel("normalised regret (%)")
    return figure


if __name__ == "__main__":
    log_to(snakemake.log[0])
    save_figure(draw_regret(pd.read_csv(snakemake.input[0])), snakemake.output, 150)
