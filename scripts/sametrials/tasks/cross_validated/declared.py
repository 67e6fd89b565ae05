"""What the rules know of a cross-validation."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.study.objective import Objective
from sametrials.trials.deciding_code import LIBRARY, code_digests

TRAINING = Path(__file__).parent / "training"
"""All code in this folder decides the outcome of a trial."""


def is_asked_for(config: Mapping[str, Any]) -> bool:
    """Tell whether the value of a trial is the mean of folds."""
    return Objective(**config["objective"]).folds > 1


def folds_code() -> dict[str, str]:
    """Map each Python file to its digest that decides a trial beside those of its task."""
    return code_digests(sorted(TRAINING.rglob("*.py")), LIBRARY.parent)
