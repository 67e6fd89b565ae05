"""The best value so far of several strategies, as curves on common axes."""

import math
import textwrap
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import shortened
from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.style import (
    BLACK,
    BLUE,
    GREEN,
    ORANGE,
    PURPLE,
    SKY,
    VERMILION,
    new_figure,
    styled,
)
from sametrials.results.comparison import StudyResults, by_strategy
from sametrials.study.objective import Objective

# Colours, dashes and markers of the curves: no two of 140 have all three in common, and in a print
# without colours dashes and markers tell them apart.
LOOKS = (
    (BLUE, VERMILION, GREEN, PURPLE, ORANGE, BLACK, SKY),
    ("-", (0, (5, 1.5)), (0, (5, 1.5, 1, 1.5)), (0, (1.5, 1))),
    ("o", "s", "^", "D", "v", "P", "X", "<", ">", "h"),
)
N_MARKERS = 5

MOST_POINTS = 500
"""Of more places most are left out at which nothing changes."""


class Curve(NamedTuple):
    """The best value so far of a strategy as a step function of trials or time."""

    strategy: str
    n_studies: int
    """How many replicates it is of."""
    x: np.ndarray
    """Where a step may be, from where each of them has a complete trial."""
    mean: np.ndarray
    """Mean of the replicates from each `x` on; one that has ended keeps its best."""
    low: np.ndarray
    """The lowest of them."""
    high: np.ndarray
    """The highest of them."""


class BestSoFar(NamedTuple):
    """What the figure shows."""

    objective: Objective
    curves: list[Curve]


def best_so_far(
    studies: Sequence[StudyResults], best: Callable[[StudyResults], pd.Series]
) -> BestSoFar:
    """Compute the curve of each strategy.

    Parameters
    ----------
    studies
        What is compared, each with a complete trial.
    best
        Gives the best values of one, by trial or by time:
        `sametrials.results.comparison.best_by_...`.
    """
    curves = [
        _curve(strategy, [best(study) for study in replicates])
        for strategy, replicates in by_strategy(studies).items()
    ]
    return BestSoFar(studies[0].objective, curves)


def _curve(strategy: str, replicates: list[pd.Series]) -> Curve:
    table = steps_of(replicates)
    return Curve(
        strategy=strategy,
        n_studies=len(replicates),
        x=table.index.to_numpy(dtype=float),
        mean=table.mean(axis="columns").to_numpy(),
        low=table.min(axis="columns").to_numpy(),
        high=table.max(axis="columns").to_numpy(),
    )


def steps_of(replicates: Sequence[pd.Series]) -> pd.DataFrame:
    """Put the best values of replicates beside each other, from where each of them has one.

    A row for each place where one may step (of very many, where one does, and at regular places
    between); one that has ended keeps its best.
    """
    # Of trials that ended at once the last one has the best of them.
    steps = [one[~one.index.duplicated(keep="last")] for one in replicates]
    table = pd.concat(steps, axis="columns").sort_index().ffill().dropna()
    changes = (table != table.shift()).any(axis="columns").to_numpy()
    places = np.arange(len(table))
    regular = places % max(1, len(table) // MOST_POINTS) == 0
    return table[changes | regular | (places == len(table) - 1)]


@styled
def draw_best_so_far(
    curves: Sequence[Curve], objective: Objective, title: str, xlabel: str, width: float
) -> Figure:
    """Draw the curves, `width` in inches, each in the look of its place in the list.

    The legend has the best strategy first.
    """
    ranked = sorted(curves, key=lambda curve: objective.cost(curve.mean[-1]))
    labels = {curve.strategy: _label(curve, objective) for curve in ranked}
    columns = _columns(labels.values(), width)
    rows = math.ceil(len(labels) / columns)
    figure = new_figure(width, max(0.58 * width, 3) + 0.16 * rows)
    axes = figure.add_subplot()
    shown = np.concatenate([[*curve.low, *curve.high] for curve in curves])
    scale = ObjectiveAxis(objective, shown)
    handles = {
        curve.strategy: _draw_curve(axes, curve, place, place / len(curves), scale)
        for place, curve in enumerate(curves)
    }
    letters = int(72 * 0.78 * width / (LETTER * 9))
    axes.set(title=textwrap.fill(title, letters), xlabel=xlabel, ylabel=scale.label(figure))
    axes.set_xlim(0, 1.02 * max(curve.x[-1] for curve in curves))
    scale.dress(axes)
    axes.grid(True)
    figure.legend(
        [handles[strategy] for strategy in labels],
        labels.values(),
        loc="outside lower left",
        ncols=columns,
        handlelength=3.6,
    )
    return figure


def look_of(place: int, n_points: int, shift: float) -> dict:
    """Choose the look of the curve at a place in the list: keywords of `Axes.plot`.

    `shift`, 0 to 1, is how far its markers are moved towards the next one, so that they are not
    over those of the others.
    """
    colour, dashes, marker = (look[place % len(look)] for look in LOOKS)
    marked = (np.arange(N_MARKERS) + shift) / (N_MARKERS + 0.5) * n_points
    every = sorted({*marked.astype(int), n_points - 1})
    marks = {"marker": marker, "markevery": every, "ms": 4.5, "mec": "white", "mew": 0.4}
    return {"color": colour, "ls": dashes, **marks}


def _draw_curve(axes: Axes, curve: Curve, place: int, shift: float, scale: ObjectiveAxis) -> tuple:
    look = look_of(place, len(curve.x), shift)
    heights = (scale.place(each) for each in (curve.mean, curve.low, curve.high))
    return draw_band(axes, curve.x, *heights, curve.n_studies, look)


def draw_band(
    axes: Axes,
    x: np.ndarray,
    middle: np.ndarray,
    low: np.ndarray,
    high: np.ndarray,
    n_studies: int,
    look: dict,
) -> tuple:
    """Draw steps, in a band if they are of several studies; returns what stands for them in a key.

    `look` is that of `look_of`.
    """
    (line,) = axes.plot(x, middle, drawstyle="steps-post", **look)
    if n_studies == 1:
        return (line,)
    band = axes.fill_between(x, low, high, step="post", color=look["color"], alpha=0.15, lw=0)
    return (band, line)


def _label(curve: Curve, objective: Objective) -> str:
    seeds = f" (mean of {curve.n_studies} seeds)" if curve.n_studies > 1 else ""
    return f"{shortened(curve.strategy, 40)}{seeds}: {objective.short(curve.mean[-1], 4)}"


def _columns(labels: Iterable[str], width: float) -> int:
    """How many labels of 7 points fit beside each other, each behind 40 points of line."""
    widest = 0.6 * 7 * max(map(len, labels)) + 40
    return min(4, max(1, int(72 * width / widest)))
