"""The phases of a study, counted in trials: initial design, surrogate, confirmation.

All arithmetic with trial numbers, windows and processes is here; the rules use it, too.
"""

from collections.abc import Mapping
from typing import Any

from sametrials.study.optimizers import OPTIMIZERS

NEW_SEEDS = 2
"""Number of new seeds under which each of the best trials is trained again."""


def n_visible(window: int, trial: int) -> int:
    """Return how many of the first trials must be finished before a trial can be suggested."""
    return max(0, trial - window + 1)


def in_initial_design(settings: Mapping[str, Any], trial: int) -> bool:
    """Tell whether a trial belongs to the initial design, before the surrogate is used."""
    return has_surrogate(settings) and trial < settings["n_initial_points"]


def learns_from_trials(settings: Mapping[str, Any], trial: int) -> bool:
    """Tell whether the hyper-parameters of a trial depend on the results of earlier trials."""
    return (
        has_surrogate(settings)
        and not in_initial_design(settings, trial)
        and n_visible(settings["window"], trial) > 0
    )


def has_surrogate(settings: Mapping[str, Any]) -> bool:
    """Tell whether the optimizer of a study has a surrogate."""
    return OPTIMIZERS[settings["optimizer"]].has_surrogate


def n_first(settings: Mapping[str, Any]) -> int:
    """Return how many trials come before `stop_after` counts: the initial design, or one."""
    return settings["n_initial_points"] if has_surrogate(settings) else 1


def has_stalled(settings: Mapping[str, Any], trial: int, best: int) -> bool:
    """Tell whether a search ends with a trial, by `stop_after`, since nothing better has come.

    Parameters
    ----------
    settings
        The settings of the study.
    trial
        The trial; all before it are finished, too.
    best
        The first of the best trials up to it. Those of the initial design are no sign that the
        search gets no better, so the trials are counted from the end of that, or from a later best.
    """
    if settings["stop_after"] is None:
        return False
    counted_from = max(best, n_first(settings) - 1)
    return trial - counted_from >= settings["stop_after"]["no_improvement"]


def most_processes(settings: Mapping[str, Any]) -> int:
    """Return how many processes of a study can be busy at the same time."""
    return max(settings["window"], NEW_SEEDS * settings["confirm"])


def up_to(settings: Mapping[str, Any], trial: int) -> dict[str, Any]:
    """Return the settings of a study as if it ended with a trial.

    An extension of the study does not change them, so the jobs of its first trials do not rerun.
    """
    n_calls = trial + 1
    ends = {"n_calls": n_calls, "confirm": 0, "max_hours": None}
    if has_surrogate(settings):
        ends["n_calls"] = max(n_calls, settings["n_initial_points"])
    return {**settings, **ends, "points": settings["points"][:n_calls]}
