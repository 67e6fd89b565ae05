"""What the steps of a search have in common: the study, what decides a trial, what trains one."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hpo.common.errors import ConfigError
from hpo.config.make_study import study_of
from hpo.study.settings import Study
from hpo.tasks.from_config import task_of
from hpo.tasks.task import Task, Trainer
from hpo.trials.fingerprint import engine_versions, settings_digest


class Experiment(NamedTuple):
    """A study, and how its trials are carried out.

    Attributes
    ----------
    study
        The settings of the search.
    settings
        Digest of all that decides every trial (`hpo.trials.fingerprint.settings_digest`).
    make_trainer
        Called once in each worker process, gives what carries out a trial there. Picklable.
    versions
        Of the packages, for the records.
    metrics
        What the training reports after each step; None if that is not known before.
    """

    study: Study
    settings: str
    make_trainer: Callable[[], Trainer]
    versions: Mapping[str, str]
    metrics: Sequence[str] | None = None


def open_experiment(data: str | Path, config: Mapping[str, Any]) -> Experiment:
    """Put together what the steps of a search work with, from a checked configuration.

    Parameters
    ----------
    data
        The .npz file of the data set.
    config
        The checked keys search_space, default_parameters, objective, training, constants and model
        of config.yaml, and as `study` the settings of the study.

    Raises
    ------
    ConfigError
        A point of the search space does not fit the data.
    DataError
        The data cannot be read.
    """
    return experiment_of(study_of(config), task_of(config, data))


def experiment_of(study: Study, task: Task) -> Experiment:
    """Put together a study and the task that its trials carry out.

    Raises
    ------
    ConfigError
        A point of the search space cannot be carried out, or the task does not report the metric of
        the objective.
    """
    task.check(study.search_space)
    metrics, metric = task.metrics(), study.objective.metric
    if metrics is not None and metric not in metrics:
        raise ConfigError(
            f"config: objective.metric: found {metric}, expected one that the training reports: "
            f"{', '.join(metrics)}"
        )
    return Experiment(
        study,
        settings_digest(study, task.identity()),
        task.make_trainer,
        {**engine_versions(), **task.versions()},
        metrics,
    )
