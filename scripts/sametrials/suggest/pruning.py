"""Pruning: end a trial early that is worse than others, by a pure function of finished trials."""

from bisect import insort
from collections.abc import Sequence

from sametrials.study.settings import Study
from sametrials.trials.record import TrialRecord

ENOUGH_TRIALS = 5
"""Number of trials that must have finished a step before it has a threshold."""


class Thresholds:
    """The values that a trial must reach after each of its steps to go on.

    This is the median stopping rule of Golovin et al. (Google Vizier: A Service for Black-Box
    Optimization, KDD 2017), applied to the value that each trial had reached by that step.

    Parameters
    ----------
    study
        The settings of the search.
    """

    def __init__(self, study: Study):
        self._prunes = study.pruning != "none"
        self._objective = study.objective
        self._reached: list[list[float]] = []
        """After step 1, 2, ...: the values of the trials that finished it, in ascending order."""

    def add(self, record: TrialRecord) -> None:
        """Take in a finished trial; the order of the trials does not matter."""
        if not self._prunes or record.state == "failed":
            return
        values = self._objective.so_far(record.history[self._objective.metric])
        self._reached.extend([] for _ in range(len(values) - len(self._reached)))
        for reached, value in zip(self._reached, values, strict=False):
            insort(reached, value)

    def values(self) -> list[float]:
        """List the thresholds that follow from the trials that were added.

        Returns
        -------
        list of float
            After step 1, 2, ...: the median value of the trials that finished it. The list ends
            before the first step that too few trials have finished.
        """
        # The more steps, the fewer trials have finished them.
        return [_median(reached) for reached in self._reached if len(reached) >= ENOUGH_TRIALS]


def _median(ascending: Sequence[float]) -> float:
    middle = len(ascending) // 2
    if len(ascending) % 2:
        return ascending[middle]
    return (ascending[middle - 1] + ascending[middle]) / 2
