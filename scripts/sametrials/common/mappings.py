"""Mappings whose order says nothing."""

from collections.abc import Mapping
from typing import Any


def sorted_by_key(value: Any) -> Any:
    """Return plain data whose mappings, at any depth, have their keys sorted; lists keep theirs.

    Snakemake compares the params of a rule by their texts: in another order they would be others.
    """
    if isinstance(value, Mapping):
        return {key: sorted_by_key(value[key]) for key in sorted(value, key=str)}
    if isinstance(value, list | tuple):
        return type(value)(map(sorted_by_key, value))
    return value
