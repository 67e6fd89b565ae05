"""Make the task that the configuration asks for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hpo.tasks.command.task import Command
from hpo.tasks.keras_network.task import KerasNetwork
from hpo.tasks.python_function.task import PythonFunction
from hpo.tasks.task import Task


def task_of(config: Mapping[str, Any], data: str | Path | None) -> Task:
    """Make the task of a study; no framework is imported.

    Parameters
    ----------
    config
        The checked keys objective, training, constants, model and trial of the configuration.
    data
        The .npz file of the data set, or None.

    Raises
    ------
    ConfigError
        Something that the configuration names is missing.
    DataError
        The data cannot be read.
    """
    trial = config["trial"]
    if trial is None:
        return KerasNetwork.of(config, data)
    return (PythonFunction if trial["file"] is not None else Command).of(config, data)
