"""The one look of all figures, and how a figure becomes files."""

import textwrap
from collections.abc import Iterable
from pathlib import Path

from matplotlib import style
from matplotlib.figure import Figure

from sametrials.common.files import atomic_path
from sametrials.figures.shared.labels import in_one_line

# Okabe and Ito's palette: told apart by colour-blind readers, and by their greys in print.
BLUE = "#0072B2"
SKY = "#56B4E9"
VERMILION = "#D55E00"
GREEN = "#009E73"
PURPLE = "#CC79A7"
ORANGE = "#E69F00"
YELLOW = "#F0E442"
BLACK = "#000000"
GREY = "#666666"
MARK_EDGE = "white"
COLOURS = "viridis"  # its lightness rises evenly, so it survives a grey printer
DARK_IS_BEST = "viridis_r"  # for lines and marks on white, where the light ones are hard to see


def light_is_best(maximized: bool) -> str:
    """Name the colours of a surface of values, the better the lighter."""
    return COLOURS if maximized else f"{COLOURS}_r"


STYLE = {
    "figure.facecolor": "white",
    "figure.constrained_layout.use": False,
    "savefig.facecolor": "white",
    "font.size": 8,
    "text.parse_math": False,  # a category may have a $ in it
    # Text stays text in an SVG: sharp, searchable, to be edited. A viewer without the first font
    # takes one of the others; none of them runs wider, so nothing overlaps or is cut off.
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans", "Verdana", "Bitstream Vera Sans", "Arial", "sans-serif"],
    "pdf.fonttype": 42,
    "svg.hashsalt": "sametrials",  # the same figure gives the same bytes
    "axes.titlesize": 9,
    "axes.titlelocation": "left",
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.axisbelow": True,
    "xtick.labelsize": 7,
    "ytick.labelsize": 7,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "xtick.minor.width": 0.4,
    "ytick.minor.width": 0.4,
    "xtick.minor.size": 1.5,
    "ytick.minor.size": 1.5,
    "grid.color": "#dddddd",
    "grid.linewidth": 0.5,
    "lines.linewidth": 1.2,
    "legend.fontsize": 7,
    "legend.frameon": False,
}

# Neither the time nor the machine belongs in a figure.
_METADATA = {
    ".svg": {"Date": None},
    ".pdf": {"CreationDate": None},
    ".png": {},
}

styled = style.context(STYLE, after_reset=True)
"""Decorator: draw in the look of all figures, whatever the user's own matplotlibrc says."""


def new_figure(width: float, height: float, layout: str | None = "constrained") -> Figure:
    """Make an empty figure, `width` x `height` inches, that no global state knows of."""
    return Figure(figsize=(width, height), layout=layout)


@styled
def draw_message(text: str, width: float) -> Figure:
    """Say in words why there is nothing to draw; `width` in inches."""
    letters = int(72 * 0.95 * width / (0.55 * STYLE["font.size"]))
    lines = textwrap.wrap(in_one_line(" ".join(text.split())), letters)
    figure = new_figure(width, max(width / 4, 0.2 * len(lines) + 0.4))
    figure.text(0.5, 0.5, "\n".join(lines), ha="center", va="center", color=GREY)
    return figure


@styled
def save_figure(figure: Figure, paths: Iterable[str | Path], dpi: float) -> None:
    """Write a figure to each path, whole or not at all, in the format its suffix names.

    Parameters
    ----------
    figure
        What to write.
    paths
        Files ending in .svg, .png or .pdf.
    dpi
        Dots per inch of a PNG, and of the pictures inside an SVG or PDF.

    Raises
    ------
    ValueError
        A suffix is none of these.
    OSError
        A file cannot be written.
    """
    for path in map(Path, paths):
        if path.suffix not in _METADATA:
            raise ValueError(f"{path}: expected a name ending in {', '.join(_METADATA)}")
        with atomic_path(path) as temporary:
            figure.savefig(temporary, dpi=dpi, metadata=_METADATA[path.suffix])
