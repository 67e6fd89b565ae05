"""Make the task that the configuration asks for."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sametrials.study.objective import Objective
from sametrials.tasks.command.task import Command
from sametrials.tasks.cross_validated.task import CrossValidated
from sametrials.tasks.keras_network.task import KerasNetwork
from sametrials.tasks.python_function.task import PythonFunction
from sametrials.tasks.task import Task


def task_of(
    config: Mapping[str, Any], data: str | Path | None, further: Sequence[str | Path] = ()
) -> Task:
    """Make the task of a study; no framework is imported.

    Parameters
    ----------
    config
        The checked keys objective, training, constants, model and trial of the configuration.
    data
        The .npz file of the data set, or None.
    further
        Those of the second fold of a cross-validation, the third, ...

    Raises
    ------
    ConfigError
        Something that the configuration names is missing.
    DataError
        The data cannot be read.
    """
    objective = Objective(**config["objective"])
    if objective.folds == 1:
        return _task_of(config, data)
    of_a_fold = {**config, "objective": objective.of_a_fold.identity()}
    return CrossValidated.of([_task_of(of_a_fold, file) for file in (data, *further)], objective)


def _task_of(config: Mapping[str, Any], data: str | Path | None) -> Task:
    """Make a task that is not cross-validated."""
    trial = config["trial"]
    if trial is None:
        return KerasNetwork.of(config, data)
    return (PythonFunction if trial["file"] is not None else Command).of(config, data)
