"""Which classes the best model takes for which."""

import math
import textwrap
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize, PowerNorm
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import percent, shortened
from sametrials.figures.shared.style import GREY, new_figure, styled

LEAST_ROOM = 13
"""A cell that is narrower, in points, has no number: there are many classes."""

TICK, NAMED_TICK = 16, 7.5
"""Least distance of ticks, in points: of numbers, and of names."""

MOST_LETTERS = 16
"""Of a name of a class."""


class ConfusionMatrixInfo(NamedTuple):
    """What the figure shows of C classes."""

    counts: np.ndarray
    """C x C examples: rows are true classes, columns predicted ones."""
    shares: np.ndarray
    """The same as shares of the row, 0 to 1; a class without examples has zeros."""
    accuracy: float
    """Share of the examples on the diagonal, 0 to 1."""
    names: list[str]
    """Of the classes; their numbers if they have none."""
    noun: str
    """What the examples are called: "images" or "examples"."""


def confusion_matrix_info(evaluation: Mapping[str, Sequence]) -> ConfusionMatrixInfo:
    """Compute the shares from "confusion_matrix" and "classes" of evaluation.json."""
    counts = np.array(evaluation["confusion_matrix"], dtype=int)
    totals = counts.sum(axis=1, keepdims=True)
    accuracy = counts.trace() / max(counts.sum(), 1)
    names = [str(name) for name in evaluation.get("classes", range(len(counts)))]
    noun = "images" if "images" in evaluation else "examples"
    return ConfusionMatrixInfo(counts, counts / np.maximum(totals, 1), float(accuracy), names, noun)


@styled
def draw_confusion_matrix(info: ConfusionMatrixInfo, width: float = 6.3) -> Figure:
    """Draw the counts on the colours of their shares; `width` in inches.

    The colours grow with a root of the share: three errors in a thousand can be seen.
    """
    n_classes = len(info.counts)
    figure = new_figure(width, 0.88 * width)
    axes = figure.add_subplot()
    norm = PowerNorm(0.4, vmin=0, vmax=1)
    widest = max(len(name) for name in info.names)
    side = 72 * width * 0.72 - max(0, min(widest, MOST_LETTERS) - 3) * LETTER * 7
    room = side / n_classes  # points, of a cell
    rims = {"edgecolor": "white", "lw": 0.5} if room >= LEAST_ROOM else {"rasterized": True}
    cells = axes.pcolormesh(info.shares, cmap="Blues", norm=norm, **rims)
    if room >= LEAST_ROOM:
        _write_counts(axes, info, norm, min(8, room / 3.2))  # a cell holds five digits
    _name_classes(axes, info.names, room)
    if widest > 3:
        figure.get_layout_engine().set(w_pad=0.1)  # else the label of the axis may be cut off
    axes.set(xlabel="predicted class", ylabel="true class", aspect="equal")
    title = f"{info.counts.sum():,} test {info.noun}, {100 * info.accuracy:.4g} % right"
    axes.set_title(textwrap.fill(title, int(side / (LETTER * 9))))
    axes.invert_yaxis()
    figure.colorbar(
        cells,
        ax=axes,
        ticks=[0, 0.001, 0.01, 0.1, 0.5, 1],
        format=FuncFormatter(percent),
        label="share of the true class",
    )
    return figure


def _name_classes(axes: Axes, names: Sequence[str], room: float) -> None:
    """Name the classes, or as many as there is room for, of cells of `room` points."""
    numbered = all(name.isdecimal() for name in names)
    step = math.ceil((TICK if numbered else NAMED_TICK) / room)
    ticks = np.arange(0, len(names), step)
    shown = [shortened(names[tick], MOST_LETTERS) for tick in ticks]
    size = 7 if numbered else min(7, 0.8 * step * room)
    # Names that are wider than their cells stand upright.
    upright = max(map(len, shown)) * LETTER * size > 0.8 * step * room
    axes.set_xticks(ticks + 0.5, shown, rotation=90 if upright and not numbered else 0)
    axes.set_yticks(ticks + 0.5, shown)
    axes.tick_params(length=0, labelsize=size)


def _write_counts(axes: Axes, info: ConfusionMatrixInfo, norm: Normalize, size: float) -> None:
    """Write each count into its cell, `size` points high."""
    centre = {"ha": "center", "va": "center", "fontsize": size}
    for (row, column), count in np.ndenumerate(info.counts):
        dark = norm(info.shares[row, column]) > 0.55
        colour = "white" if dark else "black" if count else GREY
        axes.text(column + 0.5, row + 0.5, str(count), color=colour, **centre)
