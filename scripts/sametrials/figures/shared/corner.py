"""A triangle of plots: a row and a column for each dimension, a plot for each pair of them."""

import textwrap
from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, MaxNLocator

from sametrials.figures.shared.axes import dress
from sametrials.figures.shared.dense import dense, shrunk
from sametrials.figures.shared.dimension import Dimension
from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import wrapped
from sametrials.figures.shared.style import BLACK, MARK_EDGE, VERMILION, new_figure

_GAP = 0.16  # between two plots, in widths of a plot
_PADDING = 0.04  # inches around the figure
_EXACT = 1e-3  # inches: what nobody sees


class Corner:
    """A figure with a triangle of plots, to be drawn in.

    Parameters
    ----------
    width
        Inches; the height is the same, or less for a single plot.
    dimensions
        Those that vary, in order.
    title
        Over the figure.

    Attributes
    ----------
    figure
        It.
    panels
        The plots, rows x columns; None above the diagonal.
    """

    def __init__(self, width: float, dimensions: Sequence[Dimension], title: str):
        self.dimensions = dimensions
        n_dims = len(dimensions)
        height = width if n_dims > 1 else 0.62 * width
        self.figure = new_figure(width, height, layout=None)
        self.figure.subplots_adjust(left=0.13, right=0.93, bottom=0.13, top=0.95)
        outer = self.figure.add_subplot()
        letters = int(72 * 0.72 * width / (LETTER * 9))
        outer.set_title(textwrap.fill(title, letters, break_on_hyphens=False), pad=10)
        outer.axis("off")
        self.cells = outer.get_subplotspec().subgridspec(n_dims, n_dims, wspace=_GAP, hspace=_GAP)
        self.panels = np.full((n_dims, n_dims), None, dtype=object)
        for row in range(n_dims):
            for column in range(row + 1):
                self.panels[row, column] = self.figure.add_subplot(self.cells[row, column])
        self.panel = 72 * 0.8 * width / (n_dims * (1 + _GAP) - _GAP)  # points
        self.font_size = float(np.clip(self.panel / 11, 4.5, 7.5))

    def draw_pairs(self, draw: Callable[[Axes, int, int], None]) -> None:
        """Call `draw(axes, x, y)` for each pair of dimensions, given by their indices."""
        for row in range(1, len(self.dimensions)):
            for column in range(row):
                draw(self.panels[row, column], column, row)

    def mark_trials(self, places: np.ndarray, best: int, **look) -> tuple[Artist, Artist] | None:
        """Mark all trials and the best one on the plot of each pair, also on the border.

        Parameters
        ----------
        places
            N trials x dimensions.
        best
            Number of the best trial.
        **look
            Of the trials' dots: keywords of `Axes.scatter`.

        Returns
        -------
        tuple of two artists, or None
            What stands for a trial and for the best one in a key; None if there are no pairs.
        """
        size = shrunk(float(np.clip(self.panel / 20, 2.2, 4.2)), len(places))
        common = {"edgecolor": MARK_EDGE, "clip_on": False}
        look = {"c": BLACK} | dense(len(places)) | look
        star = {
            "marker": "*",
            "c": VERMILION,
            "s": max(2.6 * size, 5.5) ** 2,
            "lw": 0.5,
            "zorder": 4,
        }
        marks = None
        for row in range(1, len(self.dimensions)):
            for column in range(row):
                axes, x, y = self.panels[row, column], places[:, column], places[:, row]
                dots = axes.scatter(x, y, s=size**2, lw=0.07 * size, zorder=3, **common, **look)
                dots.set_in_layout(False)  # no margin depends on them, and they are many
                marks = dots, axes.scatter(x[best], y[best], **common, **star)
        return marks

    def dress(self, diagonal: str, formatter: Formatter, margin: float) -> None:
        """Name all axes once and set their ticks.

        Parameters
        ----------
        diagonal
            What the y axes of the plots on the diagonal show.
        formatter
            Of their tick labels.
        margin
            See `sametrials.figures.shared.axes.dress`.
        """
        last = len(self.dimensions) - 1
        for (row, column), axes in np.ndenumerate(self.panels):
            if column > row:
                continue
            dress(axes.xaxis, self.dimensions[column], self.panel, self.font_size, margin)
            if row == last:
                axes.set_xlabel(self._name(column), fontsize=self.font_size + 0.5)
            if row == column:
                self._dress_diagonal(axes, diagonal, formatter)
            else:
                dress(axes.yaxis, self.dimensions[row], self.panel, self.font_size, margin)
                if column == 0:
                    axes.set_ylabel(self._name(row), fontsize=self.font_size + 0.5)
            axes.tick_params("x", which="both", labelbottom=row == last)
            if row != column:
                axes.tick_params("y", which="both", labelleft=column == 0)
        self.figure.align_ylabels(self.panels[1:, 0])
        self.figure.align_xlabels(self.panels[last])

    def _name(self, index: int) -> str:
        return wrapped(self.dimensions[index].name, self.panel / (0.68 * self.font_size))

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
        place = np.s_[:2, 2:] if len(self.dimensions) > 3 else np.s_[0, 1:]
        block = self.figure.add_subplot(self.cells[place])
        block.axis("off")
        box = block.get_window_extent()
        inches = box.width / self.figure.dpi, box.height / self.figure.dpi
        width = min(0.65, 2.2 / inches[0])
        bar = block.inset_axes([1 - width, 1 - 0.1 / inches[1], width, 0.1 / inches[1]])
        legend = block.inset_axes([1 - width, 0, width, 1 - 0.53 / inches[1]])
        legend.axis("off")
        return bar, legend

    def fit(self) -> Figure:
        """Widen or narrow the margins until all texts are just inside the figure."""
        figure, margins = self.figure, self.figure.subplotpars
        width, height = figure.get_size_inches()
        for _ in range(3):
            box = figure.get_tightbbox()  # most of the time of a figure
            sides = box.x0, width - box.x1, box.y0, height - box.y1
            figure.subplots_adjust(
                left=margins.left + (_PADDING - box.x0) / width,
                right=margins.right + (width - _PADDING - box.x1) / width,
                bottom=margins.bottom + (_PADDING - box.y0) / height,
                top=margins.top + (height - _PADDING - box.y1) / height,
            )
            if max(abs(side - _PADDING) for side in sides) < _EXACT:
                break
        return figure
