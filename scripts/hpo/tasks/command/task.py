"""The task of any program, which carries out a trial by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hpo.common.errors import ConfigError
from hpo.data.arrays import digest_for_training, load_arrays
from hpo.study.objective import Objective
from hpo.tasks.command.declared import (
    MODEL_SUFFIX,
    check_program,
    deciding_code,
    users_files,
)
from hpo.tasks.held import check_held
from hpo.tasks.identified import file_digests, versions_of
from hpo.tasks.reported.repeat import CheckedTrainer
from hpo.tasks.task import Rehearsal, Trainer

ADVICE = "let the program take all its random numbers from the seed that it gets"


@dataclass(frozen=True)
class Command:
    """A program, as a `hpo.tasks.task.Task`.

    Attributes
    ----------
    trial, constants
        The sections of the configuration.
    data
        Absolute path of the .npz file of the data set, or None.
    data_digest
        Digest of what a trial should see of it, or None.
    objective
        The objective of the study.
    code, files
        Digests of our code that decides a trial, and of the user's files, taken when this object
        was made.
    packages
        Versions of `trial.packages`, looked up then.
    """

    trial: Mapping[str, Any]
    constants: Mapping[str, Any]
    data: str | None
    data_digest: str | None
    objective: Objective
    code: Mapping[str, str]
    files: Mapping[str, str]
    packages: Mapping[str, str]
    saves_models: bool = False
    model_suffix: str = MODEL_SUFFIX

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
        trial = dict(config["trial"])
        try:
            check_program(trial["command"][0])
        except ConfigError as error:
            raise ConfigError(f"config: trial.command: {error}") from error
        return cls(
            trial=trial,
            constants=dict(config["constants"]),
            data=None if data is None else str(Path(data).absolute()),
            data_digest=None if data is None else digest_for_training(load_arrays(data)),
            objective=Objective(**config["objective"]),
            code=deciding_code(config),
            files=_digests(trial),
            packages=versions_of(trial["packages"]),
        )

    def identity(self) -> dict[str, Any]:
        """List data, constants, the command, its files, our code and packages."""
        return {
            "data": self.data_digest,
            "constants": dict(self.constants),
            "command": list(self.trial["command"]),
            "code": dict(self.code),
            "files": dict(self.files),
            "versions": self.versions(),
        }

    def versions(self) -> dict[str, str]:
        """Return the versions of the packages that the configuration names."""
        return dict(self.packages)

    def metrics(self) -> Sequence[str] | None:
        """Return None: what the program reports is known when it has run."""
        return None

    def check(self, search_space: Mapping[str, Mapping]) -> None:
        """Accept every search space: the program gets a JSON object."""

    def make_trainer(self) -> Trainer:
        """Make the trainer.

        Raises
        ------
        SearchError
            What this process has is not what this object was made from (`hpo.tasks.held`).
        """
        from hpo.tasks.command.training.trainer import CommandTrainer

        data = None if self.data is None else digest_for_training(load_arrays(self.data))
        code, packages = deciding_code({"trial": self.trial}), versions_of(self.trial["packages"])
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

    def rehearsal(self) -> Sequence[Callable[[], Rehearsal]]:
        """Return none: nobody knows how to run the program in small."""
        return ()


def _digests(trial: Mapping[str, Any]) -> dict[str, str]:
    return file_digests(users_files({"trial": trial}), "trial.files")
