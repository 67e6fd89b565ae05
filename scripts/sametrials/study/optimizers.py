"""The optimizers and acquisition functions, and the settings that each uses.

A new one needs an entry here, its name in the schema, and its function in `sametrials.suggest`
(`designs.CANDIDATES`, `surrogate.MODELS` or `acquisition.FUNCTIONS`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Optimizer:
    """Properties of an optimizer.

    Attributes
    ----------
    surrogate
        The kind of its surrogate (a key of `sametrials.suggest.surrogate.MODELS`); None if it has
        none, or if a setting chooses the kind.
    surrogate_setting
        The setting of the study that chooses the kind of the surrogate, if there is one.
    all_points
        The setting of the study that fixes all points, and so their number; None if the optimizer
        can suggest any number of points.
    """

    surrogate: str | None = None
    surrogate_setting: str | None = None
    all_points: str | None = None

    @property
    def has_surrogate(self) -> bool:
        """Whether it fits a surrogate to the trials."""
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
"""Each acquisition function and its parameters, which are settings of a study."""

SURROGATE_SETTINGS = ("acq_func", "lie", "n_initial_points", "initial_point_generator")
"""The settings that only a study with a surrogate uses."""


def _needs() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Map a setting that not every study uses to the setting, and its values, that require it."""
    with_surrogate = tuple(name for name, each in OPTIMIZERS.items() if each.has_surrogate)
    needs = dict.fromkeys(SURROGATE_SETTINGS, ("optimizer", with_surrogate))
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


def chooses_points(settings: Mapping[str, Any]) -> bool:
    """Tell whether the optimizer of a study chooses its points, or a setting fixes all of them."""
    return OPTIMIZERS[settings["optimizer"]].all_points is None


def surrogate_of(settings: Mapping[str, Any]) -> str:
    """Name the kind of a study's surrogate; a study without one is shown with a Gaussian process.

    Parameters
    ----------
    settings
        All settings of the study by name, or those that it uses.
    """
    traits = OPTIMIZERS[settings["optimizer"]]
    if traits.surrogate_setting is not None:
        return settings[traits.surrogate_setting]
    return traits.surrogate or "GP"


def unmet_need(settings: Mapping[str, Any], name: str) -> tuple[str, tuple[str, ...]] | None:
    """Find out why a study does not use one of its settings.

    Parameters
    ----------
    settings
        All settings of the study by name.
    name
        Name of the setting.

    Returns
    -------
    tuple or None
        The setting that would need another value, and those values; None if the study uses `name`.
    """
    if name not in NEEDS:
        return None
    other, values = NEEDS[name]
    return unmet_need(settings, other) or (None if settings[other] in values else (other, values))
