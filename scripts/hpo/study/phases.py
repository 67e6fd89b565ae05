"""The phases of a study, counted in trials: initial design, surrogate, confirmation.

All arithmetic with trial numbers, windows and processes is here; the rules use it, too.
"""

from collections.abc import Mapping
from typing import Any

from hpo.study.optimizers import OPTIMIZERS

NEW_SEEDS = 2
"""Under so many new seeds the best trials are trained again."""


def n_visible(window: int, trial: int) -> int:
    """Say how many of the first trials must be finished before a trial can be suggested."""
    return max(0, trial - window + 1)


def in_initial_design(settings: Mapping[str, Any], trial: int) -> bool:
    """Tell whether a trial comes before the surrogate is asked for the first time."""
    return has_surrogate(settings) and trial < settings["n_initial_points"]


def learns_from_trials(settings: Mapping[str, Any], trial: int) -> bool:
    """Tell whether the hyper-parameters of a trial depend on what earlier trials gave."""
    return (
        has_surrogate(settings)
        and not in_initial_design(settings, trial)
        and n_visible(settings["window"], trial) > 0
    )


def has_surrogate(settings: Mapping[str, Any]) -> bool:
    """Tell whether the optimizer of a study fits a model of the objective."""
    return OPTIMIZERS[settings["optimizer"]].has_surrogate


def most_processes(settings: Mapping[str, Any]) -> int:
    """Say how many processes of a study may have something to do at the same time."""
    return max(settings["window"], NEW_SEEDS * settings["confirm"])


def up_to(settings: Mapping[str, Any], trial: int) -> dict[str, Any]:
    """Give the settings of a study as if it ended with a trial: what comes later is left out.

    So a search that is made longer does not change what the jobs of its first trials depend on.
    """
    n_calls = trial + 1
    ends = {"n_calls": n_calls, "confirm": 0, "max_hours": None}
    if has_surrogate(settings):
        ends["n_calls"] = max(n_calls, settings["n_initial_points"])
    return {**settings, **ends, "points": settings["points"][:n_calls]}
