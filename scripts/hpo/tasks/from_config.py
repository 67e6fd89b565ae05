"""Make the task that the configuration asks for."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hpo.tasks.keras_network.task import KerasNetwork
from hpo.tasks.task import Task


def task_of(config: Mapping[str, Any], data: str | Path) -> Task:
    """Make the task of a study; no framework is imported.

    Parameters
    ----------
    config
        The checked keys objective, training, constants and model of the configuration.
    data
        The .npz file of the data set.

    Raises
    ------
    DataError
        The data cannot be read.
    """
    return KerasNetwork.of(config, data)
