"""The task of a user's Python function. Nothing of the user's is run before `make_trainer`."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.data.arrays import digest_for_training, load_arrays
from sametrials.tasks.held import check_held
from sametrials.tasks.identified import file_digests, versions_of
from sametrials.tasks.python_function.declared import MODEL_SUFFIX, code_identity, has_evaluate
from sametrials.tasks.python_function.environment import environment_versions, interpreter_of
from sametrials.tasks.reported.repeat import CheckedTrainer
from sametrials.tasks.task import Trainer
from sametrials.tasks.users_trial import UsersTrial

ADVICE = (
    "take all random numbers from the seed that train gets, and ask the framework for "
    "deterministic operations"
)


class PythonFunction(UsersTrial):
    """The training by a user's function, as a `sametrials.tasks.task.Task`."""

    model_suffix = MODEL_SUFFIX

    @classmethod
    def of(cls, config: Mapping[str, Any], data: str | Path | None) -> "PythonFunction":
        """Make the task from a checked configuration and a data set.

        Raises
        ------
        ConfigError
            A file or a package is missing.
        DataError
            The data cannot be read.
        """
        trial = config["trial"]
        return cls.made_from(
            config,
            data,
            code=code_identity(config),
            files=file_digests(trial["files"], "trial.files"),
            packages=_versions(trial),
        )

    @property
    def saves_models(self) -> bool:
        """Whether the file can evaluate a model, and so must save one."""
        return has_evaluate(self.trial["file"])

    def make_trainer(self) -> Trainer:
        """Run the user's file, load the data, and make the trainer.

        Raises
        ------
        ConfigError
            The file cannot be run.
        SearchError
            What this process has is not what this object was made from (`sametrials.tasks.held`).
        """
        # Before the file is run and after it: so what was run is what was there both times.
        self._check_held()
        trainer, data = self._here() if self.trial["environment"] is None else self._elsewhere()
        self._check_held(data=data)
        return CheckedTrainer(trainer, ADVICE) if self.trial["check_repeatable"] else trainer

    def _here(self) -> tuple[Trainer, str | None]:
        """Make the trainer in this process; return it and the digest of its data."""
        from sametrials.tasks.python_function.training.trainer import FunctionTrainer

        arrays = None if self.data is None else load_arrays(self.data)
        trainer = FunctionTrainer(arrays=arrays, objective=self.objective, **self._settings())
        return trainer, None if arrays is None else digest_for_training(arrays)

    def _elsewhere(self) -> tuple[Trainer, str | None]:
        """Make the trainer in another environment; return it and the digest of its data."""
        from sametrials.tasks.python_function.training.elsewhere import ElsewhereTrainer

        settings = {"data": self.data, "objective": self.objective.identity(), **self._settings()}
        trainer = ElsewhereTrainer(interpreter_of(self.trial["environment"]), settings)
        return trainer, trainer.data

    def _settings(self) -> dict[str, Any]:
        """List the arguments of a trainer beside data and objective."""
        return {
            "file": self.trial["file"],
            "constants": dict(self.constants),
            "wants_model": self.saves_models,
        }

    def _check_held(self, **others: Any) -> None:
        held = {
            "code": code_identity({"trial": self.trial}),
            "files": file_digests(self.trial["files"], "trial.files"),
            "versions": _versions(self.trial),
        }
        check_held(self.identity(), held | others)


def _versions(trial: Mapping[str, Any]) -> dict[str, str]:
    """Look up the versions of the packages that the configuration names, where the file runs."""
    if trial["environment"] is None:
        return versions_of(trial["packages"])
    return environment_versions(trial["environment"], trial["packages"])
