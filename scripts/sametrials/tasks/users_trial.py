"""What the tasks have in common whose trials the user's own code carries out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from sametrials.data.arrays import digest_for_training, load_arrays
from sametrials.study.objective import Objective
from sametrials.tasks.task import Rehearsal


@dataclass(frozen=True)
class UsersTrial:
    """A part of a `sametrials.tasks.task.Task`: all but the trainer.

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
        What stands for the code that decides a trial, and digests of the user's files, taken when
        this object was made.
    packages
        Versions of `trial.packages`, looked up then.
    """

    trial: Mapping[str, Any]
    constants: Mapping[str, Any]
    data: str | None
    data_digest: str | None
    objective: Objective
    code: Mapping[str, int | str]
    files: Mapping[str, str]
    packages: Mapping[str, str]

    @classmethod
    def made_from(
        cls, config: Mapping[str, Any], data: str | Path | None, **decided: Mapping[str, int | str]
    ) -> Self:
        """Make the task from a checked configuration and a data set (DataError if damaged).

        `decided` are code, files and packages.
        """
        return cls(
            trial=dict(config["trial"]),
            constants=dict(config["constants"]),
            data=None if data is None else str(Path(data).absolute()),
            data_digest=None if data is None else digest_for_training(load_arrays(data)),
            objective=Objective(**config["objective"]),
            **decided,
        )

    def identity(self) -> dict[str, Any]:
        """List data, constants, code, files and packages of a trial."""
        return {
            "data": self.data_digest,
            "constants": dict(self.constants),
            "code": dict(self.code),
            "files": dict(self.files),
            "versions": self.versions(),
        }

    def versions(self) -> dict[str, str]:
        """Return the versions of the packages that the configuration names."""
        return dict(self.packages)

    def metrics(self) -> Sequence[str] | None:
        """Return None: what the user's code reports is known when it has run."""
        return None

    def check(self, search_space: Mapping[str, Mapping]) -> None:
        """Accept every search space: the user's code takes any names and values."""

    def rehearsal(self) -> Sequence[Callable[[], Rehearsal]]:
        """Return none: nobody knows how to run the user's code in small."""
        return ()
