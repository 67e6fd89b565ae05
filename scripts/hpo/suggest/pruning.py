"""When a trial that does worse than others is ended early: a pure function of finished trials."""

from collections.abc import Sequence
from statistics import median

from hpo.study.settings import Study
from hpo.trials.record import TrialRecord

ENOUGH_TRIALS = 5
"""So many trials must have finished a step before others are measured by their median."""


def thresholds(study: Study, finished: Sequence[TrialRecord]) -> list[float]:
    """Say how good a trial must be after each of its steps to go on.

    The median stopping rule of Golovin et al. (Google Vizier: A Service for Black-Box
    Optimization, KDD 2017), with the value that each trial had reached by then.

    Parameters
    ----------
    study
        The settings of the search.
    finished
        The trials that the suggestion of this one may see.

    Returns
    -------
    list of float
        After the first step, the second, ...: the median value of the trials that got so far. It
        ends before the first step that too few trials have finished.
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
