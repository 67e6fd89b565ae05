"""A task whose trial is another task's on each fold; the engine sees one task, with k steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sametrials.study.objective import Objective
from sametrials.tasks.cross_validated.declared import TRAINING
from sametrials.tasks.held import check_held
from sametrials.tasks.task import Rehearsal, Task, Trainer
from sametrials.trials.deciding_code import code_identity_of


@dataclass(frozen=True)
class CrossValidated:
    """A cross-validation, as a `sametrials.tasks.task.Task`.

    Attributes
    ----------
    tasks
        The tasks of the folds, in order; they differ in their data only.
    objective
        The objective of the study, with the number of folds.
    code
        The version of what is added to the tasks, taken when this object was made.
    """

    tasks: Sequence[Task]
    objective: Objective
    code: Mapping[str, int]

    @classmethod
    def of(cls, tasks: Sequence[Task], objective: Objective) -> "CrossValidated":
        """Make the task from those of the folds."""
        return cls(tuple(tasks), objective, code_identity_of([TRAINING]))

    @property
    def model_suffix(self) -> str:
        """Suffix of the files in which models are saved."""
        return self.tasks[0].model_suffix

    @property
    def saves_models(self) -> bool:
        """Whether each trial that is worth it saves a model: that of the first fold."""
        return self.tasks[0].saves_models

    def identity(self) -> dict[str, Any]:
        """List what decides a training, the data of all folds, and the code that is added."""
        identities = [task.identity() for task in self.tasks]
        return {
            **identities[0],
            "data": [identity["data"] for identity in identities],
            "code": {**identities[0]["code"], **self.code},
        }

    def versions(self) -> Mapping[str, str]:
        """Return the versions of the packages that decide a training."""
        return self.tasks[0].versions()

    def metrics(self) -> Sequence[str] | None:
        """List the metrics that a training reports; None if they are not known before."""
        return self.tasks[0].metrics()

    def check(self, search_space: Mapping[str, Mapping]) -> None:
        """Check that every point of a search space can be trained on the data."""
        self.tasks[0].check(search_space)

    def make_trainer(self) -> Trainer:
        """Make the trainers of all folds, and what runs them one after another.

        Raises
        ------
        SearchError
            What this process has is not what this object was made from (`sametrials.tasks.held`).
        """
        from sametrials.tasks.cross_validated.training.trainer import FoldsTrainer

        check_held({"code": self.code}, {"code": code_identity_of([TRAINING])})
        trainers = [task.make_trainer() for task in self.tasks]
        return FoldsTrainer(trainers, self.objective, self.model_suffix)

    def rehearsal(self) -> Sequence[Callable[[], Rehearsal]]:
        """List the stages of a rehearsal: those of the first fold."""
        return self.tasks[0].rehearsal()
