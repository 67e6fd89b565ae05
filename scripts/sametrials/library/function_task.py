"""The task of `minimize`: a trial is a call of the user's function."""

import contextlib
import pickle
import random
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from sametrials.common.errors import UserError
from sametrials.common.texts import text_of
from sametrials.library.dimensions import NamedSpace
from sametrials.library.function_identity import function_identity
from sametrials.search.of_a_function import judge
from sametrials.study.objective import Objective
from sametrials.tasks.held import check_held
from sametrials.tasks.task import Rehearsal, Trainer
from sametrials.trials.job import Job, Outcome


@dataclass(frozen=True)
class FunctionTask:
    """A `sametrials.tasks.task.Task`: the call of a function.

    Attributes
    ----------
    function
        The function; None in a worker process, which has `pickled`.
    pickled
        The function as it goes to a worker process; None if none is needed.
    space
        Tells in which form the function takes a point.
    objective
        What the function returns.
    decides
        What decides its value (`sametrials.library.function_identity`), with the user's version.
    """

    function: Callable[[Any], Any] | None
    pickled: bytes | None
    space: NamedSpace
    objective: Objective
    decides: Mapping[str, Any]

    model_suffix = ".model"
    saves_models = False

    def identity(self) -> dict[str, Any]:
        """Return what decides the value of the function."""
        return dict(self.decides)

    def versions(self) -> dict[str, str]:
        """Return none: which packages the function needs is not known."""
        return {}

    def metrics(self) -> Sequence[str]:
        """Return the only metric."""
        return [self.objective.metric]

    def check(self, search_space: Mapping[str, Mapping[str, Any]]) -> None:
        """Accept every search space."""

    def make_trainer(self) -> Trainer:
        """Make the trainer.

        Raises
        ------
        SearchError
            The function of this process is another than that of the search: its file was edited.
        """
        # Blocked while this process was started (`sametrials.library.worker_processes`).
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
        function = self.function
        if function is None:
            function = pickle.loads(self.pickled or b"")  # noqa: S301 (of the search itself)
            found = function_identity(function)["code"]
            check_held({"function": self.decides["code"]}, {"function": found})
        return partial(_call, function, self.space, self.objective)

    def rehearsal(self) -> Sequence[Callable[[], Rehearsal]]:
        """Return none."""
        return ()

    def of_a_worker(self) -> "FunctionTask":
        """Return the task as it goes to a worker process, which cannot take any function."""
        return FunctionTask(None, self.pickled, self.space, self.objective, self.decides)


def _call(
    function: Callable[[Any], Any], space: NamedSpace, objective: Objective, job: Job
) -> Outcome:
    """Carry out a trial; what the function raises passes."""
    start, started = time.time(), time.perf_counter()
    with _seeded(job.seed), _users_code():
        returned = function(space.argument(job.hyper_parameters, job.absent))
        judged = judge(returned, objective.metric)
    timings = {"start": start, "train": time.perf_counter() - started}
    return Outcome(history={}, timings=timings, **{"error": None, **judged})


@contextlib.contextmanager
def _seeded(seed: int) -> Iterator[None]:
    """Within it, the random numbers of Python and NumPy come from a seed.

    So a function that uses them gives the same in every process. Afterwards they go on as before.
    """
    ours, numpys = random.getstate(), np.random.get_state()
    random.seed(seed)
    np.random.seed(seed)
    try:
        yield
    finally:
        random.setstate(ours)
        np.random.set_state(numpys)


@contextlib.contextmanager
def _users_code() -> Iterator[None]:
    """Within it, an OSError is the function's own: a failed trial, and no sign of a full disk."""
    try:
        yield
    except (OSError, UserError) as error:
        kind = type(type(error).__name__, (Exception,), {})
        raise kind(text_of(error)) from error
