"""The seam between the engine and a problem: what the engine needs to know of what a trial does."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from hpo.trials.job import Job, Outcome

Trainer = Callable[[Job], Outcome]
"""Carries out one trial after the other, each independent of those before it."""


class Task(Protocol):
    """What a trial does.

    A task is picklable and cheap to make: a worker process gets it and calls `make_trainer` there.
    """

    def identity(self) -> Mapping[str, Any]:
        """Say in plain data what decides the outcome of a trial of given hyper-parameters and seed.

        It becomes part of each record's fingerprint: a change of it sets old records aside.
        """

    def versions(self) -> Mapping[str, str]:
        """Name the packages that decide it, with their versions; the records list them."""

    def metrics(self) -> Sequence[str] | None:
        """List what the training reports after each step; None if that is not known before."""

    def check(self, search_space: Mapping[str, Mapping]) -> None:
        """Check that every point of a search space can be carried out with the data.

        Raises
        ------
        ConfigError
            With one line for each problem.
        """

    def make_trainer(self) -> Trainer:
        """Make what carries out trials; called once in each worker process.

        It takes a `Job` and gives an `Outcome`. It lets `hpo.study.steps.Steps` judge the training
        after each step, saves a model if its cost is at most `save_up_to`, and draws all that is
        random from the seed of the job. An exception other than `UserError` and OSError is a failed
        trial.
        """
