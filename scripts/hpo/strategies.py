"""The optimizers, which settings of a study they make use of, and how much can be done at once."""

from collections.abc import Mapping
from typing import Any

SURROGATES = ("gp", "forest", "gbrt")
"""The optimizers that fit a model of the objective to what is known of it."""

NEEDS = {
    "grid": ("optimizer", ("grid",)),
    "points": ("optimizer", ("manual",)),
    "forest": ("optimizer", ("forest",)),
    "acq_func": ("optimizer", SURROGATES),
    "xi": ("acq_func", ("EI", "PI")),
    "kappa": ("acq_func", ("LCB",)),
    "lie": ("optimizer", SURROGATES),
    "n_initial_points": ("optimizer", SURROGATES),
    "initial_point_generator": ("optimizer", SURROGATES),
}
"""The settings that not every study uses: the other setting that decides, and its right values."""


def unmet_need(settings: Mapping[str, Any], name: str) -> tuple[str, tuple[str, ...]] | None:
    """Find out why a study does not use one of its settings.

    Parameters
    ----------
    settings
        All settings of the study by name.
    name
        Of the setting in question.

    Returns
    -------
    tuple or None
        The setting that has the wrong value and its right values; None if the study uses `name`.
    """
    if name not in NEEDS:
        return None
    other, values = NEEDS[name]
    return unmet_need(settings, other) or (None if settings[other] in values else (other, values))


NEW_SEEDS = 2
"""Under so many new seeds the best trials are trained again."""


def most_processes(settings: Mapping[str, Any]) -> int:
    """Say how many processes may have something to do at the same time.

    Parameters
    ----------
    settings
        All settings of a study by name.
    """
    return max(settings["window"], NEW_SEEDS * settings["confirm"])
