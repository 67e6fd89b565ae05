"""A pool of worker processes that live as long as the search.

Each makes one callable (which may take seconds: TensorFlow, the data) and then calls it for one
job after the other. The pool knows nothing of trials; it says what came back, and from whom.
"""

import os
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing import connection, get_context
from typing import Any, NamedTuple

from hpo.errors import SearchError
from hpo.logs import describe


class Finished(NamedTuple):
    """A job that a worker has done."""

    worker: int
    job: Any
    result: Any


class WorkerPool:
    """Up to `size` processes, each started when it is first needed.

    Parameters
    ----------
    size
        The number of worker processes.
    make_function
        Called without arguments in each worker, gives the function that is called with each job.
        Both must be picklable: a class or a `functools.partial` of one.
    """

    def __init__(self, size: int, make_function: Callable[[], Callable[[Any], Any]]):
        self.size = size
        self._make_function = make_function
        self._processes: list = []
        self._pipes: list[connection.Connection] = []
        self._jobs: dict[int, Any] = {}
        self._failures: list[SearchError] = []

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *_) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()

    @property
    def idle(self) -> bool:
        """Whether a job handed in now would start at once."""
        return len(self._jobs) < self.size

    def start(self, job: Any) -> None:
        """Hand a job to an idle worker, the one of the lowest number."""
        worker = next(number for number in range(self.size) if number not in self._jobs)
        if worker == len(self._processes):
            self._add_worker()
        self._jobs[worker] = job
        try:
            self._pipes[worker].send(job)
        except OSError:
            raise self._death(worker, job) from None

    def wait(self, seconds: float | None = None) -> list[Finished]:
        """Wait until a job is done, or at most so many seconds.

        Raises
        ------
        SearchError
            A job raised, or its worker died. (Jobs done at the same moment are handed out first.)
        """
        if not self._failures:
            ready = connection.wait([self._pipes[worker] for worker in self._jobs], seconds)
            finished = []
            for pipe in ready:
                try:
                    finished.append(self._receive(self._pipes.index(pipe)))
                except SearchError as error:
                    self._failures.append(error)
            if finished or not self._failures:
                return finished
        raise self._failures[0]

    def _receive(self, worker: int) -> Finished:
        job = self._jobs.pop(worker)
        try:
            result, failure = self._pipes[worker].recv()
        except (EOFError, OSError):
            raise self._death(worker, job) from None
        if failure is not None:
            message, trace = failure
            print(f"{job} failed:\n{trace}", flush=True)  # for the log
            raise SearchError(f"{job} failed: {message}")
        return Finished(worker, job, result)

    def _death(self, worker: int, job: Any) -> SearchError:
        process = self._processes[worker]
        process.join()
        return SearchError(
            f"worker {worker} died ({_ending(process.exitcode)}) at work on {job}; "
            "finished trials are kept: run again to go on"
        )

    def _add_worker(self) -> None:
        # "spawn": a forked copy of a process that has started BLAS threads may hang.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._make_function), daemon=True)
        process.start()
        theirs.close()  # so that reading from ours ends when the worker does
        self._pipes.append(ours)
        self._processes.append(process)


def _work(pipe: connection.Connection, make_function: Callable) -> None:
    """Do jobs until the pool goes away."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the search, which then ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_die_with_the_search, daemon=True).start()
    try:
        function = make_function()
    except Exception as error:
        pipe.recv()
        pipe.send((None, (describe(error), traceback.format_exc())))
        return
    while True:
        job = pipe.recv()
        try:
            answer = (function(job), None)
        except Exception as error:
            answer = (None, (describe(error), traceback.format_exc()))
        pipe.send(answer)


def _die_with_the_search() -> None:
    """End this process as soon as the one that started it is gone, even by SIGKILL."""
    from multiprocessing import parent_process

    parent_process().join()
    os._exit(1)


def _ending(exitcode: int) -> str:
    if exitcode >= 0:
        return f"exit code {exitcode}"
    return f"killed by {signal.Signals(-exitcode).name}" + (
        ", as the kernel does when memory runs out" if exitcode == -signal.SIGKILL else ""
    )
