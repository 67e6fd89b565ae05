"""Which dimensions a figure shows that has no room for all of them: those that matter most."""

import textwrap
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from sametrials.figures.shared.dimension import Dimension
from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.study_trials import StudyTrials

MOST = 8
"""So many dimensions a figure has room for that shows them side by side, or in pairs."""

N_FORESTS = 20
"""Fewer than where importance itself is shown: an order needs no interval."""


class Choice(NamedTuple):
    """The dimensions that are shown, of those that vary."""

    dimensions: list[Dimension]
    """In the order of the search space."""
    remark: str
    """For the title of the figure: which of how many they are; empty if they are all."""

    def titled(self, title: str, width: float) -> str:
        """Add the remark to a title, on lines that fit into a figure `width` inches wide."""
        letters = int(72 * 0.84 * width / (LETTER * 9))
        if not self.remark:
            return title
        return "\n".join(textwrap.wrap(f"{title}: {self.remark}", letters, break_on_hyphens=False))


def choose_dimensions(trials: StudyTrials, most: int = MOST) -> Choice:
    """Choose the dimensions that matter most to the objective, at most so many.

    Where too few trials are complete to tell, or all are equal, these are the first ones.
    """
    dimensions = trials.dimensions
    if len(dimensions) <= most:
        return Choice(dimensions, "")
    from sametrials.results.importance import (
        importance,
    )  # loads scikit-optimize, which takes a second

    shares = importance(
        trials.search_space,
        [each.name for each in dimensions],
        [trials.points[trial] for trial in trials.complete],
        trials.values[trials.complete],
        seed=0,
        n_forests=N_FORESTS,
    )
    if shares is None:
        return Choice(dimensions[:most], f"the first {most} of {len(dimensions)} hyper-parameters")
    chosen = greatest(shares.mean[:-1], most)
    remark = f"the {most} most important of {len(dimensions)} hyper-parameters"
    return Choice([dimensions[place] for place in chosen], remark)


def greatest(sizes: Sequence[float], most: int) -> list[int]:
    """Find the places, rising, of the greatest of some numbers; of equals the first."""
    order = np.argsort(-np.asarray(sizes), kind="stable")
    return sorted(order[:most].tolist())
