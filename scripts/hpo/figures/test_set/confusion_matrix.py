"""Which classes the best model takes for which."""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, PowerNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from hpo.figures.shared.labels import percent
from hpo.figures.shared.style import GREY, new_figure, styled

LEAST_ROOM = 13
"""A cell that is narrower, in points, has no number: there are many classes."""

TICK = 16
"""Least distance of ticks, in points."""


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
    room = 0.72 * 72 * width / n_classes  # points, of a cell
    rims = {"edgecolor": "white", "lw": 0.5} if room >= LEAST_ROOM else {"rasterized": True}
    cells = axes.pcolormesh(info.shares, cmap="Blues", norm=norm, **rims)
    if room >= LEAST_ROOM:
        _write_counts(axes, info, norm, min(8, room / 3.2))  # a cell holds five digits
    ticks = np.arange(0, n_classes, math.ceil(TICK / room))
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


def _write_counts(axes: Axes, info: ConfusionMatrixInfo, norm: Normalize, size: float) -> None:
    """Write each count into its cell, `size` points high."""
    centre = {"ha": "center", "va": "center", "fontsize": size}
    for (row, column), count in np.ndenumerate(info.counts):
        dark = norm(info.shares[row, column]) > 0.55
        colour = "white" if dark else "black" if count else GREY
        axes.text(column + 0.5, row + 0.5, str(count), color=colour, **centre)
