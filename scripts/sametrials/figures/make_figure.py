"""Make a figure of the catalogue.

The catalogue itself is not imported: a new entry in it shall not draw the other figures again.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from matplotlib.figure import Figure

from sametrials.figures.shared.style import draw_message, styled
from sametrials.figures.sources import read_source

NOT_DRAWN = (
    "This figure could not be drawn from what this study found. The log of its rule says why; the "
    "results of the study are complete."
)
"""What a figure says for which there was an error: none is worth a finished search."""


@styled
def make_figure(
    module: str,
    reads: Sequence[str],
    options: Sequence[str],
    files: Mapping[str, Any],
    settings: Mapping[str, Any],
) -> Figure:
    """Call the two functions of a figure's module: `..._info` and `draw_...`.

    Parameters
    ----------
    module
        "sametrials.figures.study.convergence", whose functions are `convergence_info` and
        `draw_convergence`.
    reads
        What the figure is drawn from: names of `sametrials.figures.sources.SOURCES`, arguments of
        `..._info`.
    options
        The other arguments of `..._info`: names of settings.
    files
        The inputs of the rule, by name.
    settings
        Its params and wildcards, by name: `width` in inches, and what the readers and `..._info`
        take.

    Returns
    -------
    matplotlib.figure.Figure
        The figure; a sentence in its place if a value is such that it cannot be drawn.
    """
    compute, draw = functions_of(module)
    sources = {source: read_source(source, files, settings) for source in reads}
    chosen = {option: settings[option] for option in options}
    try:
        figure = draw(compute(**sources, **chosen), settings["width"])
        figure.draw_without_rendering()
    except (ArithmeticError, LookupError, TypeError, ValueError):
        logging.exception("%s: the figure is not drawn", module)
        return draw_message(NOT_DRAWN, settings["width"])
    return figure


def functions_of(module: str) -> tuple[Callable, Callable]:
    """Find the two functions of a figure's module, "sametrials.figures.study.convergence"."""
    functions, name = import_module(module), module.rpartition(".")[2]
    return getattr(functions, f"{name}_info"), getattr(functions, f"draw_{name}")
