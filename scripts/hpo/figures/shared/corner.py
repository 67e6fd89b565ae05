"""Dress the triangle of plots that scikit-optimize draws: one row and column per dimension."""

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, MaxNLocator
from skopt.space import Dimension

from hpo.figures.shared.axes import dress
from hpo.figures.shared.key import LETTER
from hpo.figures.shared.labels import wrapped
from hpo.figures.shared.style import MARK_EDGE, VERMILION, new_figure

GAP = 0.16
"""Room between two plots, in widths of a plot; scikit-optimize's wspace and hspace."""

_PADDING = 0.04  # inches around the figure


class Corner:
    """A figure for scikit-optimize to draw a triangle of plots in.

    Parameters
    ----------
    width
        Inches; the height is the same, or less for a single plot.
    dimensions
        Those that vary, in order.
    title
        Over the figure.
    """

    def __init__(self, width: float, dimensions: Sequence[Dimension], title: str):
        self.dimensions = dimensions
        height = width if len(dimensions) > 1 else 0.62 * width
        self.figure = new_figure(width, height, layout=None)
        self.figure.subplots_adjust(left=0.13, right=0.93, bottom=0.13, top=0.95)
        self.outer = self.figure.add_subplot()
        self.outer.set_title(textwrap.fill(title, int(72 * 0.72 * width / (LETTER * 9))), pad=10)
        self.panel = 72 * 0.8 * width / (len(dimensions) * (1 + GAP) - GAP)  # points
        self.font_size = float(np.clip(self.panel / 11, 4.5, 7.5))

    @property
    def panels(self) -> np.ndarray:
        """The plots, rows x columns, as scikit-optimize has added them."""
        n_dims = len(self.dimensions)
        return np.array(self.figure.axes[1 : 1 + n_dims**2], dtype=object).reshape(n_dims, n_dims)

    def dress(self, diagonal: str, formatter: Formatter, margin: float) -> None:
        """Name all axes once, set their ticks, and make the marks legible.

        Parameters
        ----------
        diagonal
            What the y axes of the plots on the diagonal show.
        formatter
            Of their tick labels.
        margin
            See `hpo.figures.shared.axes.dress`.
        """
        last = len(self.dimensions) - 1
        for (row, column), axes in np.ndenumerate(self.panels):
            if column > row:
                continue
            dress(axes.xaxis, self.dimensions[column], self.panel, self.font_size, margin)
            axes.xaxis.set_ticks_position("bottom")
            axes.xaxis.set_label_position("bottom")
            axes.set(xlabel="", ylabel="")
            if row == last:
                axes.set_xlabel(self._name(column), fontsize=self.font_size + 0.5)
            if row == column:
                self._dress_diagonal(axes, diagonal, formatter)
            else:
                dress(axes.yaxis, self.dimensions[row], self.panel, self.font_size, margin)
                if column == 0:
                    axes.set_ylabel(self._name(row), fontsize=self.font_size + 0.5)
                _dress_marks(axes, self.panel)
            axes.tick_params("x", which="both", labelbottom=row == last)
            if row != column:
                axes.tick_params("y", which="both", labelleft=column == 0)
        self.figure.align_ylabels(self.panels[1:, 0])
        self.figure.align_xlabels(self.panels[last])

    def _name(self, index: int) -> str:
        return wrapped(self.dimensions[index].name, self.panel / (0.6 * self.font_size))

    def _dress_diagonal(self, axes: Axes, label: str, formatter: Formatter) -> None:
        side = "right" if len(self.dimensions) > 1 else "left"
        axes.yaxis.set_ticks_position(side)
        axes.yaxis.set_label_position(side)
        axes.yaxis.set_major_locator(MaxNLocator(3, integer=label == "trials"))
        axes.yaxis.set_major_formatter(formatter)
        axes.tick_params("y", labelsize=self.font_size)
        axes.set_ylabel(label, fontsize=self.font_size)

    def side_axes(self) -> tuple[Axes, Axes]:
        """Add two places in the empty triangle: one for a colour bar, one below it for a legend."""
        n_dims = len(self.dimensions)
        cells = np.s_[:2, 2:] if n_dims > 3 else np.s_[0, 1:]
        block = self.figure.add_subplot(self.panels[0, 0].get_gridspec()[cells])
        block.axis("off")
        box = block.get_window_extent()
        inches = box.width / self.figure.dpi, box.height / self.figure.dpi
        width = min(0.7, 2.2 / inches[0])
        bar = block.inset_axes([1 - width, 1 - 0.1 / inches[1], width, 0.1 / inches[1]])
        legend = block.inset_axes([1 - width, 0, width, 1 - 0.5 / inches[1]])
        legend.axis("off")
        return bar, legend

    def fit(self) -> Figure:
        """Widen or narrow the margins until all texts are just inside the figure."""
        figure, margins = self.figure, self.figure.subplotpars
        width, height = figure.get_size_inches()
        for _ in range(3):
            figure.draw_without_rendering()
            box = figure.get_tightbbox()
            figure.subplots_adjust(
                left=margins.left + (_PADDING - box.x0) / width,
                right=margins.right + (width - _PADDING - box.x1) / width,
                bottom=margins.bottom + (_PADDING - box.y0) / height,
                top=margins.top + (height - _PADDING - box.y1) / height,
            )
        return figure


def _dress_marks(axes: Axes, panel: float) -> None:
    """Make dots and star, the last of the marks, legible on any ground, also on the border."""
    *trials, best = [mark for mark in axes.collections if isinstance(mark, PathCollection)]
    size = float(np.clip(panel / 20, 2.2, 4.2))
    for mark in (*trials, best):
        mark.set(sizes=[size**2], edgecolor=MARK_EDGE, linewidth=0.3, clip_on=False, zorder=3)
    best.set(sizes=[(2.6 * size) ** 2], facecolor=VERMILION, linewidth=0.5, zorder=4)
