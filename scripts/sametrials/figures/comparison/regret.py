"""What each strategy still misses to the best value that any study has found."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from sametrials.figures.comparison.best_so_far import draw_band, look_of, steps_of
from sametrials.figures.shared.axes import logarithmic_ticks
from sametrials.figures.shared.key import add_key_below
from sametrials.figures.shared.labels import shortened, whole_numbers
from sametrials.figures.shared.style import new_figure, styled
from sametrials.figures.shared.values_text import texts_of
from sametrials.results.comparison import StudyResults, best_by_trial, by_strategy
from sametrials.study.objective import Objective


class RegretCurve(NamedTuple):
    """The regret of a strategy, 0 or more, as a step function of its number of trials."""

    strategy: str
    n_studies: int
    """How many replicates it is of."""
    x: np.ndarray
    """After how many trials a step may be, from where each replicate has a complete trial."""
    median: np.ndarray
    """Of the replicates from each `x` on; one that has ended keeps its regret."""
    low: np.ndarray
    """The lowest of them."""
    high: np.ndarray
    """The highest of them."""


class RegretInfo(NamedTuple):
    """What the figure shows."""

    objective: Objective
    best: float
    """The best value of all studies, to which the others are compared."""
    study: str
    """The first that found it."""
    curves: list[RegretCurve]


def regret_info(studies: Sequence[StudyResults]) -> RegretInfo:
    """Compute what the best so far of each strategy misses to the best of all studies."""
    objective = studies[0].objective
    costs = {study.name: objective.cost(float(best_by_trial(study).iloc[-1])) for study in studies}
    winner = min(costs, key=costs.get)
    curves = []
    for strategy, replicates in by_strategy(studies).items():
        steps = steps_of([best_by_trial(study) for study in replicates])
        gaps = objective.cost(steps) - costs[winner]
        x = gaps.index.to_numpy(dtype=float)
        parts = (gaps.median(axis=1), gaps.min(axis=1), gaps.max(axis=1))
        curves.append(
            RegretCurve(strategy, len(replicates), x, *(part.to_numpy() for part in parts))
        )
    return RegretInfo(objective, objective.cost(costs[winner]), winner, curves)


@styled
def draw_regret(info: RegretInfo, width: float = 6.3) -> Figure:
    """Draw the curves on a logarithmic axis, `width` in inches; the key has the least regret first.

    No regret at all is drawn on the lower edge, with a tick of its own.
    """
    figure = new_figure(width, max(0.58 * width, 2.8))
    axes = figure.add_subplot()
    shown = np.concatenate([[*curve.low, *curve.high] for curve in info.curves])
    zero = min(shown[shown > 1e-9 * abs(info.best)], default=0.01) / 3
    handles = []
    for place, curve in enumerate(info.curves):
        look = look_of(place, len(curve.x), shift=place / len(info.curves))
        gaps = (np.maximum(gap, zero) for gap in (curve.median, curve.low, curve.high))
        handles.append(draw_band(axes, curve.x, *gaps, curve.n_studies, look))
    axes.set_title("Regret")
    axes.set(xlabel="trials", xlim=(0, 1.02 * max(curve.x[-1] for curve in info.curves)))
    missing = "missing to" if info.objective.maximized else "above"
    axes.set_ylabel(
        f"{info.objective.label} {missing}\nthe best of all, {info.objective.short(info.best)}"
    )
    axes.xaxis.set_major_locator(whole_numbers())
    _set_regret_axis(axes, info.objective, zero, max(shown.max(), 3 * zero))
    axes.grid(True)
    ranked = np.argsort([curve.median[-1] for curve in info.curves], kind="stable")
    labels = [_label(info.curves[place], info.objective) for place in ranked]
    add_key_below(figure, [handles[place] for place in ranked], labels)
    return figure


def _set_regret_axis(axes: Axes, objective: Objective, zero: float, highest: float) -> None:
    """Make the y axis logarithmic from `zero`, which stands for no regret."""
    axes.set_yscale("log")
    axes.set_ylim(0.8 * zero, 1.25 * highest)
    room = 9 / (72 * 0.5 * axes.figure.get_figheight()) * np.log(1.5 * highest / zero)
    shown = [zero]
    for tick in logarithmic_ticks(zero, 1.25 * highest, multiples=(1, 2, 5)):
        if np.log(tick / shown[-1]) >= room:
            shown.append(tick)
    axes.set_yticks(shown)
    axes.yaxis.set_major_formatter(
        FuncFormatter(lambda gap, _: "0" if gap <= zero * 1.001 else _difference(objective, gap))
    )
    axes.yaxis.set_minor_locator(LogLocator(subs=range(1, 10), numticks=99))
    axes.yaxis.set_minor_formatter(NullFormatter())


def _difference(objective: Objective, gap: float) -> str:
    return objective.difference(gap, 6) if objective.is_share else texts_of([gap])[0]


def _label(curve: RegretCurve, objective: Objective) -> str:
    seeds = f" (median of {curve.n_studies} seeds)" if curve.n_studies > 1 else ""
    return f"{shortened(curve.strategy, 30)}{seeds}: {objective.difference(curve.median[-1])}"
