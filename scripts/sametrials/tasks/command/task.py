"""The task of any program, which carries out a trial by itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.data.arrays import digest_for_training, load_arrays
from sametrials.tasks.command.declared import (
    MODEL_SUFFIX,
    check_program,
    code_identity,
    users_files,
)
from sametrials.tasks.held import check_held
from sametrials.tasks.identified import file_digests, versions_of
from sametrials.tasks.reported.repeat import CheckedTrainer
from sametrials.tasks.task import Trainer
from sametrials.tasks.users_trial import UsersTrial

ADVICE = "let the program take all its random numbers from the seed that it gets"


class Command(UsersTrial):
    """A program, as a `sametrials.tasks.task.Task`."""

    model_suffix = MODEL_SUFFIX
    saves_models = False

    @classmethod
    def of(cls, config: Mapping[str, Any], data: str | Path | None) -> "Command":
        """Make the task from a checked configuration and a data set.

        Raises
        ------
        ConfigError
            The program, a file or a package is missing.
        DataError
            The data cannot be read.
        """
        trial = config["trial"]
        try:
            check_program(trial["command"][0])
        except ConfigError as error:
            raise ConfigError(f"config: trial.command: {error}") from error
        return cls.made_from(
            config,
            data,
            code=code_identity(config),
            files=_digests(trial),
            packages=versions_of(trial["packages"]),
        )

    def identity(self) -> dict[str, Any]:
        """List data, constants, the command, its files, our code and packages."""
        return {"command": list(self.trial["command"])} | super().identity()

    def make_trainer(self) -> Trainer:
        """Make the trainer.

        Raises
        ------
        SearchError
            What this process has is not what this object was made from (`sametrials.tasks.held`).
        """
        from sametrials.tasks.command.training.trainer import CommandTrainer

        data = None if self.data is None else digest_for_training(load_arrays(self.data))
        code, packages = code_identity({"trial": self.trial}), versions_of(self.trial["packages"])
        check_held(self.identity(), {"data": data, "code": code, "versions": packages})
        trainer = CommandTrainer(
            self.trial["command"],
            self.data,
            objective=self.objective,
            constants=self.constants,
            check_files=self._check_files,
        )
        return CheckedTrainer(trainer, ADVICE) if self.trial["check_repeatable"] else trainer

    def _check_files(self) -> None:
        check_held(self.identity(), {"files": _digests(self.trial)})


def _digests(trial: Mapping[str, Any]) -> dict[str, str]:
    return file_digests(users_files({"trial": trial}), "trial.files")
