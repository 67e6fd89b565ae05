"""Draw the memory of a worker against the number of its trials."""

import pandas as pd
from matplotlib.figure import Figure

from sametrials.common.logs import log_to
from sametrials.figures.shared.style import BLUE, new_figure, save_figure, styled


@styled
def draw_memory(course: pd.DataFrame) -> Figure:
    """Draw the resident memory, in MB, after each trial."""
    figure = new_figure(6.3, 2.4)
    axes = figure.add_subplot()
    axes.plot(course["trial"] + 1, course["rss_mb"], color=BLUE)
    axes.set(title="Memory of a worker", xlabel="trials", ylabel="resident memory (MB)")
    axes.set_ylim(0, 1.1 * course["rss_mb"].max())
    axes.grid(True)
    return figure


if __name__ == "__main__":
    log_to(snakemake.log[0])
    save_figure(draw_memory(pd.read_csv(snakemake.input[0])), snakemake.output, 150)
