"""What the rules and pages know of a Keras network; no framework is imported."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.common.python_imports import imported_files
from sametrials.data.kind import examples_of, kind_of
from sametrials.tasks.keras_network import code
from sametrials.tasks.keras_network.arguments import shows

MODEL_SUFFIX = ".keras"


def shown_by(config: Mapping[str, Any]) -> tuple[str, ...]:
    """List what a network can show of its best trial (`sametrials.tasks.shown`)."""
    return shows(kind_of(config["dataset"]), examples_of(config["dataset"]))


def users_files(config: Mapping[str, Any]) -> list[Path]:
    """List the user's model file and the files that it imports from its folder; none for ours."""
    file = code.users_file(config["model"])
    return [] if file is None else [file, *imported_files(file, file.parent)]


def code_identity(config: Mapping[str, Any]) -> dict[str, int | str]:
    """Return what stands for the code that decides the training."""
    return code.code_identity(config["model"])


def in_words(config: Mapping[str, Any]) -> str | None:
    """Name the user's model file; None for a network of ours."""
    file = code.users_file(config["model"])
    return None if file is None else str(file)
