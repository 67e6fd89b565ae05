"""Where the search has looked: all trials over each pair of dimensions."""

from typing import NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from sametrials.figures.shared.choice import Choice, choose_dimensions
from sametrials.figures.shared.corner import Corner
from sametrials.figures.shared.labels import number
from sametrials.figures.shared.marks import NONE_COMPLETE, NONE_VARIES
from sametrials.figures.shared.places import exact_places
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLUE, COLOURS, draw_message, styled
from sametrials.figures.study.histogram import (
    Bars,
    HistogramInfo,
    bars_of,
    draw_bars,
    draw_histogram,
)


class EvaluationsInfo(NamedTuple):
    """What the figure shows of N trials over D dimensions."""

    choice: Choice
    places: np.ndarray
    """N x D: the place of each trial on each axis; a category's is its index."""
    bars: list[Bars]
    """Of each dimension: how often its values were tried."""
    best: int | None
    """Number of the best trial; None if none is complete."""


def evaluations_info(trials: StudyTrials) -> EvaluationsInfo:
    """Compute what the figure shows."""
    choice = choose_dimensions(trials)
    bars = [bars_of(each, trials.column(each.name)) for each in choice.dimensions]
    return EvaluationsInfo(choice, exact_places(trials, choice.dimensions), bars, trials.best)


@styled
def draw_evaluations(info: EvaluationsInfo, width: float = 6.3) -> Figure:
    """Draw the evaluated points of each pair of dimensions, and how often each value was tried."""
    if info.best is None:
        return draw_message(NONE_COMPLETE, width)
    dimensions = info.choice.dimensions
    if not dimensions:
        return draw_message(NONE_VARIES, width)
    if len(dimensions) == 1:  # no pairs
        return draw_histogram(HistogramInfo(dimensions[0], info.bars[0]), width)
    corner = Corner(width, dimensions, info.choice.titled("Evaluated hyper-parameters", width))
    colours = ScalarMappable(Normalize(0, max(len(info.places) - 1, 1)), COLOURS)
    trials = np.arange(len(info.places))
    _, best = corner.mark_trials(info.places, info.best, c=colours.to_rgba(trials))
    highest = max(bars.counts.max() for bars in info.bars)
    for axes, bars in zip(corner.panels.diagonal(), info.bars, strict=True):
        draw_bars(axes, bars, color=BLUE)
        axes.set_ylim(0, 1.08 * highest)
    corner.dress("trials", FuncFormatter(number), margin=0.06)
    _add_key(corner, colours, best)
    return corner.fit()


def _add_key(corner: Corner, colours: ScalarMappable, best: Artist) -> None:
    """Explain colours and star."""
    bar, key = corner.side_axes()
    scale = corner.figure.colorbar(colours, cax=bar, orientation="horizontal", label="trial")
    scale.locator = MaxNLocator(5, integer=True, steps=[1, 2, 5, 10])
    key.legend([best], ["best trial"], loc="upper center", borderaxespad=0)
