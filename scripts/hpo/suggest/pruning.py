"""Pruning: end a trial early that is worse than others, by a pure function of finished trials."""

from collections.abc import Sequence
from statistics import median

from hpo.study.settings import Study
from hpo.trials.record import TrialRecord

ENOUGH_TRIALS = 5
"""Number of trials that must have finished a step before it has a threshold."""


def thresholds(study: Study, finished: Sequence[TrialRecord]) -> list[float]:
    """Compute the values that a trial must reach after each of its steps to go on.

    This is the median stopping rule of Golovin et al. (Google Vizier: A Service for Black-Box
    Optimization, KDD 2017), applied to the value that each trial had reached by that step.

    Parameters
    ----------
    study
        The settings of the search.
    finished
        The trials that the suggestion of this one may see.

    Returns
    -------
    list of float
        After step 1, 2, ...: the median value of the trials that finished it. The list ends before
        the first step that too few trials have finished.
    """
    if study.pruning == "none":
        return []
    objective = study.objective
    histories = [
        objective.so_far(record.history[objective.metric])
        for record in finished
        if record.state != "failed"
    ]
    limits = []
    while True:
        reached = [history[len(limits)] for history in histories if len(history) > len(limits)]
        if len(reached) < ENOUGH_TRIALS:
            return limits
        limits.append(median(reached))
