"""The optimizers and acquisition functions that there are, and which settings each makes use of.

A new one has an entry here, its name in the schema, and its function in `hpo.suggest`
(`designs.CANDIDATES`, `surrogate.MODELS` or `acquisition.FUNCTIONS`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Optimizer:
    """What is to be known of an optimizer.

    Attributes
    ----------
    surrogate
        The kind of model that it fits to the trials (a name of `hpo.suggest.surrogate.MODELS`);
        None if it does not learn from trials.
    surrogate_setting
        The setting of the study that chooses the kind instead.
    all_points
        The setting of the study from which all its points follow, so that their number is known
        beforehand; None if it has as many as one asks for.
    """

    surrogate: str | None = None
    surrogate_setting: str | None = None
    all_points: str | None = None

    @property
    def has_surrogate(self) -> bool:
        """Whether it fits a model of the objective to what is known of it."""
        return self.surrogate is not None or self.surrogate_setting is not None


OPTIMIZERS = {
    "gp": Optimizer(surrogate="GP"),
    "forest": Optimizer(surrogate_setting="forest"),
    "gbrt": Optimizer(surrogate="GBRT"),
    "random": Optimizer(),
    "grid": Optimizer(all_points="grid"),
    "manual": Optimizer(all_points="points"),
}

ACQUISITION_FUNCTIONS: dict[str, tuple[str, ...]] = {
    "EI": ("xi",),
    "PI": ("xi",),
    "LCB": ("kappa",),
}
"""Each acquisition function, and the settings of a study that are its parameters."""

SURROGATE_SETTINGS = ("acq_func", "lie", "n_initial_points", "initial_point_generator")
"""The settings that only a study with a surrogate uses."""


def _needs() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Map each setting that not every study uses to the other setting that decides, and how."""
    with_surrogate = tuple(name for name, each in OPTIMIZERS.items() if each.has_surrogate)
    needs = {name: ("optimizer", with_surrogate) for name in SURROGATE_SETTINGS}
    for name, optimizer in OPTIMIZERS.items():
        for setting in (optimizer.surrogate_setting, optimizer.all_points):
            if setting is not None:
                needs[setting] = ("optimizer", (name,))
    for parameters in ACQUISITION_FUNCTIONS.values():
        for parameter in parameters:
            users = tuple(
                name for name, others in ACQUISITION_FUNCTIONS.items() if parameter in others
            )
            needs[parameter] = ("acq_func", users)
    return needs


NEEDS = _needs()


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
