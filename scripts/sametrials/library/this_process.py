"""A stand-in for a pool of worker processes, which does the jobs in this process."""

from collections.abc import Callable
from types import TracebackType
from typing import Any

from sametrials.common.texts import describe_exception, traceback_of
from sametrials.search.worker import Failure
from sametrials.search.worker_pool import Finished


class ThisProcess:
    """Does one job at a time, while `wait` is called; see `WorkerPool`.

    Parameters
    ----------
    do
        Called with each job.
    """

    def __init__(self, do: Callable[[Any], Any]):
        self._do = do
        self._jobs: list[Any] = []

    def __enter__(self) -> "ThisProcess":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.abandon()

    @property
    def idle(self) -> bool:
        """Whether a job would start at once."""
        return not self._jobs

    def start(self, job: Any) -> None:
        """Take a job."""
        self._jobs.append(job)

    def abandon(self) -> None:
        """Forget the job."""
        self._jobs.clear()

    def wait(self, seconds: float) -> list[Finished]:
        """Do the job, however long it takes; Ctrl-C passes, other errors are failed jobs."""
        finished = []
        while self._jobs:
            job = self._jobs.pop()
            try:
                result, failure = self._do(job), None
            except (Exception, SystemExit) as error:
                result, failure = None, Failure(describe_exception(error), traceback_of(error))
            finished.append(Finished(0, job, result, failure))
        return finished
