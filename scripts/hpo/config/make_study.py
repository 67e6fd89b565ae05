"""Make a study from the settings that the configuration gives it."""

from collections.abc import Mapping
from typing import Any

from hpo.config.validate import validate_study
from hpo.study.objective import Objective
from hpo.study.settings import Study


def make_study(
    search_space: Mapping[str, Mapping],
    study: Mapping[str, Any],
    default_parameters: Mapping[str, Any] | None = None,
    objective: Mapping[str, Any] | None = None,
) -> Study:
    """Check the settings of a study as in config.yaml, fill in the defaults, and make it.

    Raises
    ------
    ConfigError
        They do not hold together.
    """
    return study_of(validate_study(study, search_space, default_parameters, objective))


def study_of(checked: Mapping[str, Any]) -> Study:
    """Make a study of settings that were checked before: they are not checked again.

    Parameters
    ----------
    checked
        The keys search_space, default_parameters and objective of the configuration, and as
        `study` the settings of the study.
    """
    return Study(
        search_space=checked["search_space"],
        default_parameters=checked["default_parameters"],
        objective=Objective(**checked["objective"]),
        **checked["study"],
    )
