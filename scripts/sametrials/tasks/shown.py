"""What the rules and the pages know of the task that a configuration asks for.

Only Python itself is needed, since the rules import this.
"""

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from sametrials.tasks.command import declared as command
from sametrials.tasks.cross_validated import declared as cross_validated
from sametrials.tasks.keras_network import declared as keras_network
from sametrials.tasks.python_function import declared as python_function
from sametrials.trials.deciding_code import code_identity_of


def shown_by(config: Mapping[str, Any]) -> tuple[str, ...]:
    """List what the task can show of its trials: the rules offer files and figures by it.

    - "model": a saved model that can be evaluated;
    - "predictions": the probability of each class for each test example;
    - "values": of a regression, the numbers that it predicts for each test example;
    - "images": the examples are images;
    - "columns": the examples are rows, and the model tells how it depends on each column;
    - "curves": each trial is one training, whose course can be drawn.
    """
    curves = () if cross_validated.is_asked_for(config) else ("curves",)
    return (*_declared(config).shown_by(config), *curves)


def model_suffix(config: Mapping[str, Any]) -> str:
    """Return the suffix of the files in which the task saves models."""
    return _declared(config).MODEL_SUFFIX


def code_identity(config: Mapping[str, Any]) -> dict[str, int | str]:
    """Return what stands for the code that decides the outcome of a trial.

    That is the version of each part of ours, and the digest of each file of the user's.
    """
    added = [cross_validated.TRAINING] if cross_validated.is_asked_for(config) else []
    return {**_declared(config).code_identity(config), **code_identity_of(added)}


def users_files(config: Mapping[str, Any]) -> list[Path]:
    """List the user's files that decide the outcome of a trial."""
    return _declared(config).users_files(config)


def in_words(config: Mapping[str, Any]) -> str | None:
    """Name what of the user's carries out a trial; None if it is all the workflow's own."""
    return _declared(config).in_words(config)


def _declared(config: Mapping[str, Any]) -> ModuleType:
    """Choose the module of the task: it has a function for each of those above."""
    trial = config["trial"]
    if trial is None:
        return keras_network
    return python_function if trial["file"] is not None else command
