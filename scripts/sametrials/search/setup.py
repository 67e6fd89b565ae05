"""What all steps of a search need: the study, what decides a trial, and what trains it."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sametrials.common.errors import ConfigError
from sametrials.study.settings import Study, study_of
from sametrials.tasks.from_config import task_of
from sametrials.tasks.task import Rehearsal, Task, Trainer
from sametrials.trials.fingerprint import engine_versions, settings_digest, settings_parts
from sametrials.trials.store import TrialStore


class Setup(NamedTuple):
    """A study, and how its trials are carried out.

    Attributes
    ----------
    study
        The settings of the search.
    settings
        Digest of all that decides every trial (`sametrials.trials.fingerprint.settings_digest`).
    parts
        Digests of the parts of it, by name (`sametrials.trials.fingerprint.settings_parts`).
    make_trainer
        Called once in each worker process; returns what carries out trials there. Picklable.
    versions
        Versions of the packages, for the records.
    metrics
        The metrics that the training reports; None if they are not known before.
    model_suffix
        Suffix of model files.
    saves_models
        Whether the best trial has a model in the end.
    rehearsal
        The stages in which the first trial is tried in small
        (`sametrials.tasks.task.Task.rehearsal`).
    mixes_processors
        Whether records count that were made with other instructions of a processor.
    """

    study: Study
    settings: str
    parts: Mapping[str, str]
    make_trainer: Callable[[], Trainer]
    versions: Mapping[str, str]
    metrics: Sequence[str] | None = None
    model_suffix: str = ".model"
    saves_models: bool = True
    rehearsal: Sequence[Callable[[], Rehearsal]] = ()
    mixes_processors: bool = False

    def store(
        self, folder: str | Path, note: Callable[[str], None], new_seed: int = 0
    ) -> TrialStore:
        """Open the folder in which the trials are kept, or those under a new seed."""
        return TrialStore(
            folder,
            self.settings,
            self.study,
            note,
            self.metrics,
            self.model_suffix,
            new_seed,
            self.mixes_processors,
        )


def open_setup(
    data: str | Path | None,
    config: Mapping[str, Any],
    further: Sequence[str | Path] = (),
    mixes_processors: bool = False,
) -> Setup:
    """Make what the steps of a search need from a checked configuration.

    Parameters
    ----------
    data
        The .npz file of the data set; None if the task needs none.
    config
        The checked keys search_space, default_parameters, enqueue, objective, training, constants,
        model and trial of config.yaml, and under `study` the settings of the study.
    further
        Those of the other folds of a cross-validation.
    mixes_processors
        As in config.yaml (`mix_processors`).

    Raises
    ------
    ConfigError
        A point of the search space does not fit the data, or a file or package is missing.
    DataError
        The data cannot be read.
    """
    setup = setup_of(study_of(config), task_of(config, data, further))
    return setup._replace(mixes_processors=mixes_processors)


def setup_of(study: Study, task: Task) -> Setup:
    """Combine a study and the task that its trials carry out.

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
    identity = task.identity()
    return Setup(
        study,
        settings_digest(study, identity),
        settings_parts(study, identity),
        task.make_trainer,
        {**engine_versions(), **task.versions()},
        metrics,
        task.model_suffix,
        task.saves_models,
        task.rehearsal(),
    )
