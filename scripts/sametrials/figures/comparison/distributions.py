"""How good the trials of each strategy are, taken together."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from sametrials.figures.comparison.best_so_far import look_of
from sametrials.figures.shared.distribution_axes import draw_steps, set_distribution_axes
from sametrials.figures.shared.key import add_key_below
from sametrials.figures.shared.labels import shortened
from sametrials.figures.shared.marks import NONE_COMPLETE
from sametrials.figures.shared.objective_axis import ObjectiveAxis
from sametrials.figures.shared.style import draw_message, new_figure, styled
from sametrials.results.comparison import StudyResults, by_strategy, values
from sametrials.study.objective import Objective


class Distribution(NamedTuple):
    """The values of a strategy's complete trials."""

    strategy: str
    n_studies: int
    """How many replicates the trials are of."""
    values: np.ndarray
    """Rising."""


class DistributionsInfo(NamedTuple):
    """What the figure shows."""

    objective: Objective
    distributions: list[Distribution]
    """Of each strategy that has a complete trial."""


def distributions_info(studies: Sequence[StudyResults]) -> DistributionsInfo:
    """Sort the values of the complete trials of each strategy, all its studies together."""
    found = []
    for strategy, replicates in by_strategy(studies).items():
        of_all = np.concatenate([values(study).dropna() for study in replicates])
        if len(of_all):
            found.append(Distribution(strategy, len(replicates), np.sort(of_all)))
    return DistributionsInfo(studies[0].objective, found)


@styled
def draw_distributions(info: DistributionsInfo, width: float = 6.3) -> Figure:
    """Draw a curve for each strategy, `width` in inches; the key has the best median first."""
    objective, distributions = info
    if not distributions:
        return draw_message(NONE_COMPLETE, width)
    figure = new_figure(width, max(0.55 * width, 2.6))
    axes = figure.add_subplot()
    axes.set_title(f"Distribution of the {objective.label}")
    scale = ObjectiveAxis(objective, np.concatenate([each.values for each in distributions]))
    set_distribution_axes(axes, scale)
    lines = []
    for place, each in enumerate(distributions):
        look = look_of(place, len(each.values), shift=place / len(distributions))
        lines.append(draw_steps(axes, scale, each.values, **look))
    medians = [float(np.median(each.values)) for each in distributions]
    labels = [
        f"{_name(each)}: median {objective.short(median, 4)}"
        for each, median in zip(distributions, medians, strict=True)
    ]
    ranked = sorted(range(len(lines)), key=lambda place: objective.cost(medians[place]))
    add_key_below(figure, [lines[place] for place in ranked], [labels[place] for place in ranked])
    return figure


def _name(each: Distribution) -> str:
    seeds = f" ({each.n_studies} seeds)" if each.n_studies > 1 else ""
    return f"{shortened(each.strategy, 30)}{seeds}"
