"""The seam between the engine and the user's problem: what the engine needs of a task."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from sametrials.trials.job import Job, Outcome

Trainer = Callable[[Job], Outcome]
"""Carries out trials one after another, each independent of those before it."""

Rehearsal = Callable[[Job], None]
"""Tries the point of a job in small, before the search; an exception means that it cannot work."""


class Task(Protocol):
    """What a trial does.

    A task is picklable and cheap to make: a worker process gets it and calls `make_trainer` there.

    Attributes
    ----------
    model_suffix
        Suffix of the files in which its models are saved.
    saves_models
        Whether each training that is worth it saves a model.
    """

    model_suffix: str
    saves_models: bool

    def identity(self) -> Mapping[str, Any]:
        """Return, as plain data, what decides a trial's outcome beside hyper-parameters and seed.

        It is part of each record's fingerprint: a change of it sets old records aside.
        """

    def versions(self) -> Mapping[str, str]:
        """Return the versions of the packages that decide it; the records list them."""

    def metrics(self) -> Sequence[str] | None:
        """List the metrics that the training reports; None if they are not known before."""

    def check(self, search_space: Mapping[str, Mapping]) -> None:
        """Check that every point of a search space can be trained on the data.

        Raises
        ------
        ConfigError
            With one line for each problem.
        """

    def make_trainer(self) -> Trainer:
        """Make the trainer, which carries out trials; called once in each worker process.

        The trainer takes a `Job` and returns an `Outcome`. It lets `sametrials.study.steps.Steps`
        judge the training after each step, saves a model if its cost is at most `save_up_to`, and
        takes all randomness from the seed of the job. An exception other than `UserError` and
        OSError means a failed trial.

        Raises
        ------
        SearchError
            What decides a trial is another in this process than `identity` says.
        """

    def rehearsal(self) -> Sequence[Callable[[], Rehearsal]]:
        """List the stages of a rehearsal of the first trial, in order; none if it needs none.

        Each is picklable, and is called once in a process of its own. The stages get the same job,
        whose files are removed afterwards: one may read what the one before has saved.
        """
