"""Draw how much longer a study takes than the best possible, by slots and window."""

import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import NullLocator

from sametrials.common.logs import log_to
from sametrials.figures.shared.style import (
    BLUE,
    GREEN,
    ORANGE,
    VERMILION,
    new_figure,
    save_figure,
    styled,
)

LOOKS = {
    "w": (VERMILION, "o"),
    "w + 1": (ORANGE, "s"),
    "1.5 w": (GREEN, "^"),
    "2 w": (BLUE, "D"),
}
TITLES = {"local": "one process", "slurm": "jobs of Slurm"}


@styled
def draw_windows(table: pd.DataFrame) -> Figure:
    """Draw the simulated ratios as lines, measured ones as marks; a panel for each way to run."""
    figure = new_figure(6.3, 2.9)
    panels = figure.subplots(1, len(TITLES), sharey=True)
    slots = sorted(table["slots"].unique())
    for axes, (dispatch, title) in zip(panels, TITLES.items(), strict=True):
        for name, (color, marker) in LOOKS.items():
            rows = table[(table["dispatch"] == dispatch) & (table["name"] == name)]
            axes.plot(rows["slots"], rows["simulated"], color=color, label=f"window {name}")
            axes.plot(rows["slots"], rows["ratio"], marker, color=color, mec="white", mew=0.5)
        axes.set(title=title, xlabel="slots w", xscale="log")
        axes.set_xticks(slots, slots)
        axes.xaxis.set_minor_locator(NullLocator())
        axes.grid(True)
    panels[0].set_ylabel("wall time / (time of all trials / w)")
    panels[0].plot([], [], "o", color="#666666", label="measured")
    panels[0].legend()
    return figure


if __name__ == "__main__":
    log_to(snakemake.log[0])
    figure = draw_windows(pd.read_csv(snakemake.input[0]))
    save_figure(figure, snakemake.output, 150)
