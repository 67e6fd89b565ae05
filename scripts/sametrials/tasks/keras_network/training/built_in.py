"""The models of our own, by what config.yaml calls them."""

from pathlib import Path

MODELS = {None: "model", "mlp": "mlp"}
"""The module of each: a convolutional network for images, and dense layers for anything."""


def is_built_in(model: str | Path | None) -> bool:
    """Tell whether a model of config.yaml is one of ours, not a user's file."""
    return model in MODELS
