"""The key of a plot: in the line of its title where there is room, else below the plot."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure

LETTER = 0.55
"""Width of a letter on average, in heights of its font, with some to spare."""

_FONT_SIZE, _TITLE_SIZE, _LINE, _HANDLE = 7, 9, 11, 26  # points
_SPACING = {"columnspacing": 0.9, "handlelength": 1.6, "handletextpad": 0.4}


def add_key(axes: Axes, handles: Sequence[Artist], labels: Sequence[str], width: float) -> None:
    """Explain marks and lines in the line of the title if there is room, else below the plot.

    Parameters
    ----------
    axes
        The plot, the only one of its figure, with its title.
    handles, labels
        What is explained.
    width
        Of the figure, in inches.
    """
    title = LETTER * _TITLE_SIZE * len(axes.get_title(loc="left"))
    if title + sum(_widths(labels)) < 0.87 * 72 * width:
        place = {"loc": "lower right", "bbox_to_anchor": (1, 1), "ncols": len(labels)}
        axes.legend(handles, labels, **place, borderaxespad=0.2, **_SPACING)
    else:
        add_key_below(axes.figure, handles, labels)


def add_key_below(figure: Figure, handles: Sequence[Artist], labels: Sequence[str]) -> None:
    """Explain marks and lines below all plots, for which the figure gets higher."""
    n_columns = _columns(_widths(labels), 0.97 * 72 * figure.get_figwidth())
    figure.legend(handles, labels, loc="outside lower center", ncols=n_columns, **_SPACING)
    n_rows = -(-len(labels) // n_columns)
    figure.set_figheight(figure.get_figheight() + n_rows * _LINE / 72)


def _widths(labels: Sequence[str]) -> list[float]:
    """Estimate how wide the entries are, in points."""
    return [LETTER * _FONT_SIZE * len(label) + _HANDLE for label in labels]


def _columns(entries: Sequence[float], room: float) -> int:
    """Find into how many columns a key fits whose entries are so wide."""
    for n_columns in range(len(entries), 1, -1):
        columns = np.array_split(entries, n_columns)  # as matplotlib fills them
        if sum(max(column) for column in columns) < room:
            return n_columns
    return 1
