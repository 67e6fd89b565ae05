"""When a trial that does worse than others is ended early: a pure function of finished trials."""

from collections.abc import Sequence
from statistics import median

from hpo.records import TrialRecord
from hpo.study import Study

ENOUGH_TRIALS = 5
"""So many trials must have finished an epoch before others are measured by their median."""


def thresholds(study: Study, finished: Sequence[TrialRecord]) -> list[float]:
    """Say how accurate a trial must be after each epoch to go on.

    The median stopping rule of Golovin et al. (Google Vizier: A Service for Black-Box
    Optimization, KDD 2017), with each trial's accuracy after the epoch itself.

    Parameters
    ----------
    study
        The settings of the search.
    finished
        The trials that the suggestion of this one may see.

    Returns
    -------
    list of float
        For the first epoch, the second, ...: the median validation accuracy of the trials that
        got so far. It ends before the first epoch that too few trials have finished.
    """
    if study.pruning == "none":
        return []
    histories = [record.history["val_accuracy"] for record in finished if record.state != "failed"]
    limits = []
    while True:
        reached = [history[len(limits)] for history in histories if len(history) > len(limits)]
        if len(reached) < ENOUGH_TRIALS:
            return limits
        limits.append(median(reached))
