"""What the rules and pages know of a Keras network; no framework is imported."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.common.python_imports import imported_files
from sametrials.data.kind import examples_of, kind_of
from sametrials.tasks.keras_network.arguments import shows
from sametrials.tasks.keras_network.code import training_code, users_file

MODEL_SUFFIX = ".keras"


def shown_by(config: Mapping[str, Any]) -> tuple[str, ...]:
    """List what a network can show of its best trial (`sametrials.tasks.shown`)."""
    return shows(kind_of(config["dataset"]), examples_of(config["dataset"]))


def users_files(config: Mapping[str, Any]) -> list[Path]:
    """List the user's model file and the files that it imports from its folder; none for ours."""
    file = users_file(config["model"])
    return [] if file is None else [file, *imported_files(file, file.parent)]


def deciding_code(config: Mapping[str, Any]) -> dict[str, str]:
    """Map each Python file that decides the training to its digest."""
    return training_code(config["model"])


def in_words(config: Mapping[str, Any]) -> str | None:
    """Name the user's model file; None for a network of ours."""
    file = users_file(config["model"])
    return None if file is None else str(file)
