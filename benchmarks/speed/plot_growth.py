"""Draw how the time of our workflow grows along one axis, and what it is spent on."""

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sametrials.common.logs import log_to
from sametrials.figures.shared.style import (
    BLACK,
    BLUE,
    GREEN,
    GREY,
    ORANGE,
    SKY,
    new_figure,
    save_figure,
    styled,
)
from summary import PARTS

AXES = {"trials": "trials", "train": "images (of which 1,000 for validation)", "cores": "workers"}
# From dark to light, and hatched: the parts can be told apart in a print without colours.
LOOKS = ((BLACK, ""), (GREY, "///"), (BLUE, ""), (GREEN, "..."), (ORANGE, "xx"), (SKY, ""))


@styled
def draw_growth(table: pd.DataFrame, axis: str) -> Figure:
    """Draw the seconds of each part of the wall time, on top of each other, and their shares."""
    rows = table[table["axis"] == axis].sort_values("value")
    figure = new_figure(6.3, 3.0)
    panels = figure.subplots(1, 2)
    places = np.arange(len(rows))
    for panel, whole in zip(panels, (1, rows["wall"].to_numpy() / 100), strict=True):
        bottom = np.zeros(len(rows))
        for (name, column), (color, hatch) in zip(PARTS.items(), LOOKS, strict=True):
            # Where nothing was idle, the rounding of clocks may give a negative time.
            heights = np.maximum(rows[column].to_numpy(), 0) / whole
            panel.bar(
                *(places, heights, 0.65, bottom),
                color=color,
                hatch=hatch,
                edgecolor="white",
                linewidth=0.4,
                label=name,
            )
            bottom += heights
        panel.set_xticks(places, [f"{value:,}" for value in rows["value"]])
        panel.set_xlabel(AXES[axis])
    panels[0].set(title="Wall time", ylabel="seconds")
    panels[1].set(title="Share of it", ylabel="%")
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower left", ncols=3)
    return figure


if __name__ == "__main__":
    log_to(snakemake.log[0])
    figure = draw_growth(pd.read_csv(snakemake.input[0]), snakemake.wildcards.axis)
    save_figure(figure, snakemake.output, 150)
