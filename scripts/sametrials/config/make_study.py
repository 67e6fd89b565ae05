"""Make a study from the settings that the configuration gives it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sametrials.config.validate import validate_study
from sametrials.study.settings import Study, study_of


def make_study(
    search_space: Mapping[str, Mapping],
    study: Mapping[str, Any],
    default_parameters: Mapping[str, Any] | None = None,
    objective: Mapping[str, Any] | None = None,
    enqueue: Sequence[Mapping[str, Any]] = (),
    where: Sequence[str] = (),
) -> Study:
    """Check the settings of a study as in config.yaml, fill in the defaults, and make it.

    Raises
    ------
    ConfigError
        A setting is wrong, or two do not fit each other.
    """
    return study_of(
        validate_study(study, search_space, default_parameters, objective, enqueue, where)
    )
