"""The key of a plot: in the line of its title where there is room, else below the plot."""

from collections.abc import Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

LETTER = 0.55
"""Width of a letter on average, in heights of its font, with some to spare."""

_FONT_SIZE, _TITLE_SIZE, _LINE, _HANDLE = 7, 9, 11, 26  # points


def add_key(axes: Axes, handles: Sequence[Artist], labels: Sequence[str], width: float) -> None:
    """Explain marks and lines; a key below the plot makes the figure higher.

    Parameters
    ----------
    axes
        The plot, with its title.
    handles, labels
        What is explained.
    width
        Of the figure, in inches.
    """
    entries = [LETTER * _FONT_SIZE * len(label) + _HANDLE for label in labels]
    title = LETTER * _TITLE_SIZE * len(axes.get_title(loc="left"))
    room = 72 * width
    spacing = {"columnspacing": 0.9, "handlelength": 1.6, "handletextpad": 0.4}
    if title + sum(entries) < 0.87 * room:
        place = {"loc": "lower right", "bbox_to_anchor": (1, 1), "ncols": len(labels)}
        axes.legend(handles, labels, **place, borderaxespad=0.2, **spacing)
    else:
        ncols = _columns(entries, 0.97 * room)
        axes.figure.legend(handles, labels, loc="outside lower center", ncols=ncols, **spacing)
        n_rows = -(-len(labels) // ncols)
        axes.figure.set_figheight(axes.figure.get_figheight() + n_rows * _LINE / 72)


def _columns(entries: Sequence[float], room: float) -> int:
    """Find into how many columns a key fits whose entries are so wide."""
    for n_columns in range(len(entries), 1, -1):
        columns = np.array_split(entries, n_columns)  # as matplotlib fills them
        if sum(max(column) for column in columns) < room:
            return n_columns
    return 1
