"""Which classes the best model takes for which."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.colors import PowerNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from hpo.figures.shared.labels import percent
from hpo.figures.shared.style import GREY, new_figure, styled


class ConfusionMatrixInfo(NamedTuple):
    """What the figure shows of C classes."""

    counts: np.ndarray
    """C x C images: rows are true classes, columns predicted ones."""
    shares: np.ndarray
    """The same as shares of the row, 0 to 1; a class without images has zeros."""
    accuracy: float
    """Share of the images on the diagonal, 0 to 1."""


def confusion_matrix_info(evaluation: Mapping[str, Sequence]) -> ConfusionMatrixInfo:
    """Compute the shares from the "confusion_matrix" of evaluation.json."""
    counts = np.array(evaluation["confusion_matrix"], dtype=int)
    totals = counts.sum(axis=1, keepdims=True)
    accuracy = counts.trace() / max(counts.sum(), 1)
    return ConfusionMatrixInfo(counts, counts / np.maximum(totals, 1), float(accuracy))


@styled
def draw_confusion_matrix(info: ConfusionMatrixInfo, width: float = 6.3) -> Figure:
    """Draw the counts on the colours of their shares; `width` in inches.

    The colours grow with a root of the share: three errors in a thousand can be seen.
    """
    n_classes = len(info.counts)
    figure = new_figure(width, 0.88 * width)
    axes = figure.add_subplot()
    norm = PowerNorm(0.4, vmin=0, vmax=1)
    cells = axes.pcolormesh(info.shares, cmap="Blues", norm=norm, edgecolor="white", lw=0.5)
    size = min(8, 0.72 * 72 * width / n_classes / 3.2)  # a cell holds five digits
    for (row, column), count in np.ndenumerate(info.counts):
        dark = norm(info.shares[row, column]) > 0.55
        axes.text(
            column + 0.5,
            row + 0.5,
            str(count),
            ha="center",
            va="center",
            fontsize=size,
            color="white" if dark else "black" if count else GREY,
        )
    ticks = np.arange(n_classes)
    axes.set_xticks(ticks + 0.5, ticks)
    axes.set_yticks(ticks + 0.5, ticks)
    axes.tick_params(length=0)
    axes.set(xlabel="predicted class", ylabel="true class", aspect="equal")
    axes.set_title(f"{info.counts.sum():,} test images, {percent(info.accuracy)} right")
    axes.invert_yaxis()
    figure.colorbar(
        cells,
        ax=axes,
        ticks=[0, 0.001, 0.01, 0.1, 0.5, 1],
        format=FuncFormatter(percent),
        label="share of the true class",
    )
    return figure
