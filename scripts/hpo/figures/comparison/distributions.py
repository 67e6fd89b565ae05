"""How accurate the trials of each strategy are, taken together."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from hpo.figures.comparison.best_so_far import look_of
from hpo.figures.shared.key import add_key_below
from hpo.figures.shared.labels import shortened
from hpo.figures.shared.objective_axis import error_floor
from hpo.figures.shared.outcomes import NONE_COMPLETE
from hpo.figures.shared.style import draw_message, new_figure, styled
from hpo.figures.study.distribution import draw_steps, set_distribution_axes
from hpo.results.comparison import StudyResults, accuracies, by_strategy


class Distribution(NamedTuple):
    """The accuracies of a strategy's complete trials."""

    strategy: str
    n_studies: int
    """How many replicates the trials are of."""
    accuracies: np.ndarray
    """0 to 1, rising."""


def accuracy_distribution_info(studies: Sequence[StudyResults]) -> list[Distribution]:
    """Sort the accuracies of the complete trials of each strategy, all its studies together."""
    found = []
    for strategy, replicates in by_strategy(studies).items():
        values = np.concatenate([accuracies(study).dropna() for study in replicates])
        if len(values):
            found.append(Distribution(strategy, len(replicates), np.sort(values)))
    return found


@styled
def draw_accuracy_distribution(info: Sequence[Distribution], width: float = 6.3) -> Figure:
    """Draw a curve for each strategy, `width` in inches; the key has the best median first."""
    if not info:
        return draw_message(NONE_COMPLETE, width)
    figure = new_figure(width, max(0.55 * width, 2.6))
    axes = figure.add_subplot()
    axes.set_title("Distribution of the accuracies")
    shown = np.concatenate([each.accuracies for each in info])
    floor = error_floor(shown)
    set_distribution_axes(axes, shown, floor)
    lines = {}
    for place, each in enumerate(info):
        look = look_of(place, len(each.accuracies), shift=place / len(info))
        lines[place] = draw_steps(axes, each.accuracies, floor, **look)
    ranked = sorted(lines, key=lambda place: -np.median(info[place].accuracies))
    add_key_below(figure, [lines[place] for place in ranked], [_label(info[k]) for k in ranked])
    return figure


def _label(each: Distribution) -> str:
    seeds = f" ({each.n_studies} seeds)" if each.n_studies > 1 else ""
    median = 100 * np.median(each.accuracies)
    return f"{shortened(each.strategy, 30)}{seeds}: median {median:.4g} %"
