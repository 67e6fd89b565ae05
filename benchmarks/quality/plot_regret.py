"""Draw the mean normalised regret against the number of trials, a panel for each half."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from sametrials.common.logs import log_to
from sametrials.figures.shared.style import save_figure

FIRST = 5
"""The trial from which on the figure shows the regret: before it there is little to see."""


def draw_regret(course: pd.DataFrame) -> Figure:
    """Draw the course of each method, its confidence interval as a band.

    A method has one colour; its line is dashed where five of its trials run at a time.
    """
    course = course[course["trials"] >= FIRST]
    halves = list(course.groupby("half", sort=False))
    names = list(dict.fromkeys(method.removesuffix("-5") for method in course["method"]))
    figure = Figure(figsize=(3.8 * len(halves), 3.6), layout="constrained")
    for axes, (half, rows) in zip(
        figure.subplots(1, len(halves), sharey=True, squeeze=False)[0], halves, strict=True
    ):
        for method, part in rows.groupby("method", sort=False):
            color = f"C{names.index(method.removesuffix('-5'))}"
            style = "--" if method.endswith("-5") else "-"
            axes.plot(part["trials"], part["regret"], style, color=color, label=method)
            axes.fill_between(
                part["trials"], part["low"], part["high"], color=color, alpha=0.12, lw=0
            )
        axes.set(title=f"{half} problems", xlabel="trials", yscale="log")
        axes.set_yticks([5, 10, 20, 50], ["5", "10", "20", "50"])
        axes.yaxis.set_minor_locator(NullLocator())
        axes.grid(alpha=0.3)
    axes.legend(fontsize="x-small", ncols=2)
    figure.axes[0].set_ylabel("normalised regret (%)")
    return figure


if __name__ == "__main__":
    log_to(snakemake.log[0])
    save_figure(draw_regret(pd.read_csv(snakemake.input[0])), snakemake.output, 150)
