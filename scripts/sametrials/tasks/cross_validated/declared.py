"""What the rules know of a cross-validation."""

from collections.abc import Mapping
from typing import Any

from sametrials.study.objective import Objective
from sametrials.trials.deciding_code import Part

TRAINING = Part("tasks/cross_validated/training", version=1)
"""All code in this folder decides the outcome of a trial."""


def is_asked_for(config: Mapping[str, Any]) -> bool:
    """Tell whether the value of a trial is the mean of folds."""
    return Objective(**config["objective"]).folds > 1
