"""A pool of worker processes that live as long as the search.

Each makes one callable (which may take seconds: a framework, the data) and then calls it for one
job after another. The pool knows nothing of trials; it reports each result and its worker.
"""

import contextlib
import os
import shutil
import signal
import tempfile
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import connection, get_context, process
from typing import Any, NamedTuple

from hpo.common.errors import SearchError, UserError
from hpo.common.logs import describe

JOBS_OF_A_WORKER = 50
"""Number of jobs after which a worker is replaced by a new one.

A framework may keep some memory after every trial: TensorFlow half a megabyte
(docs/measurements/memory.md), a user's network perhaps more. In the search of config.yaml the start
of a new worker takes less than a hundredth of the time of these jobs.
"""


KILLS = (-signal.SIGKILL, -signal.SIGTERM)
"""Exit codes of a worker that was killed: by the kernel, a scheduler, an operator."""


class Failure(NamedTuple):
    """How a job failed: why, in a line; the traceback, if it raised; whether its worker died.

    A worker that was `killed` died by the machine; any other ended itself.
    """

    message: str
    traceback: str | None = None
    died: bool = False
    killed: bool = False


class Finished(NamedTuple):
    """A job that is over, with its result or its failure."""

    worker: int
    job: Any
    result: Any
    failure: Failure | None


@dataclass
class _Worker:
    process: process.BaseProcess
    pipe: connection.Connection
    temporary: tempfile.TemporaryDirectory
    job: Any = None
    n_done: int = 0
    deadline: float = float("inf")


class WorkerPool:
    """Up to `size` processes, each started when it is first needed.

    A process whose job failed is replaced, since the failure may have left something behind in it.
    So is one that has done `JOBS_OF_A_WORKER`. Each has its own folder for temporary files, which
    is removed with it: a killed process cannot tidy up, and a framework may leave generated code.

    Parameters
    ----------
    size
        The number of worker processes.
    make_function
        Called without arguments in each worker; returns the function that is called with each job.
        It must be picklable: a class, for instance, or a `functools.partial` of one.
    timeout
        Seconds, the start of a worker included, after which a job is given up and its worker
        killed.
    """

    def __init__(
        self,
        size: int,
        make_function: Callable[[], Callable[[Any], Any]],
        timeout: float | None = None,
    ):
        self.size = size
        self._make_function = make_function
        self._timeout = timeout
        self._workers: dict[int, _Worker] = {}
        self._trouble: Failure | None = None

    def __enter__(self) -> "WorkerPool":
        return self

    def __exit__(self, *_) -> None:
        for worker in self._workers.values():
            worker.process.kill()
        for worker in self._workers.values():
            worker.process.join()
            worker.temporary.cleanup()

    @property
    def idle(self) -> bool:
        """Whether a job would start at once."""
        return len(self._busy()) < self.size

    def start(self, job: Any) -> None:
        """Give a job to the idle worker with the lowest number."""
        number = next(number for number in range(self.size) if number not in self._busy())
        if number in self._workers and not self._workers[number].process.is_alive():
            self._end(number)
        if number not in self._workers:
            self._workers[number] = self._new_worker()
        worker = self._workers[number]
        worker.job = job
        if self._timeout is not None:
            worker.deadline = time.monotonic() + self._timeout
        with contextlib.suppress(OSError):  # it has just died: `wait` will see that
            worker.pipe.send(job)

    def abandon(self) -> None:
        """End the jobs that are under way, and their workers."""
        for number in self._busy():
            self._end(number)

    def wait(self, seconds: float) -> list[Finished]:
        """Wait until a job is over, at most so many seconds; return the jobs that are.

        Raises
        ------
        SearchError
            The function could not be made in a worker, a file could not be read or written, or a
            job raised a `UserError`: the problem is not that of one job alone. (Jobs done at the
            same moment are returned first.)
        """
        if self._trouble is not None:
            print(self._trouble.traceback, flush=True)  # for the log
            raise SearchError(self._trouble.message)
        busy = self._busy()
        ready = connection.wait([worker.pipe for worker in busy.values()], seconds)
        received = [
            self._receive(number) for number, worker in busy.items() if worker.pipe in ready
        ]
        finished = [each for each in received if each is not None]
        for number, worker in busy.items():
            if worker.pipe not in ready and time.monotonic() > worker.deadline:
                job, _ = worker.job, self._end(number)
                failure = Failure(f"it was not done after {self._timeout:g} seconds")
                finished.append(Finished(number, job, None, failure))
        if self._trouble is not None and not finished:
            return self.wait(0)
        return finished

    def _busy(self) -> dict[int, _Worker]:
        return {
            number: worker for number, worker in self._workers.items() if worker.job is not None
        }

    def _receive(self, number: int) -> Finished | None:
        worker = self._workers[number]
        job, worker.job, worker.deadline = worker.job, None, float("inf")
        try:
            kind, answer = worker.pipe.recv()
        except (EOFError, OSError):
            worker.process.join()
            exitcode = worker.process.exitcode
            failure = Failure(
                f"its worker died ({_ending(exitcode)})", died=True, killed=exitcode in KILLS
            )
            self._end(number)
            return Finished(number, job, None, failure)
        if kind == "result":
            worker.n_done += 1
            if worker.n_done == JOBS_OF_A_WORKER:
                self._end(number)
            return Finished(number, job, answer, None)
        self._end(number)
        if kind == "trouble":
            self._trouble = answer
            return None
        return Finished(number, job, None, answer)

    def _end(self, number: int) -> None:
        worker = self._workers.pop(number)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()
        worker.temporary.cleanup()

    def _new_worker(self) -> _Worker:
        # "spawn": a forked copy of a process that has started BLAS threads may hang.
        context = get_context("spawn")
        ours, theirs = context.Pipe()
        temporary = tempfile.TemporaryDirectory(prefix="hpo-worker-", ignore_cleanup_errors=True)
        arguments = (theirs, temporary.name, self._make_function)
        process = context.Process(target=_work, args=arguments, daemon=True)
        process.start()
        theirs.close()  # so that reading from ours ends when the worker does
        return _Worker(process, ours, temporary)


def _work(pipe: connection.Connection, temporary: str, make_function: Callable) -> None:
    """Do jobs until the pool ends this process, or until the search is gone."""
    tempfile.tempdir = temporary
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the search, which ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    watcher = threading.Thread(target=_die_with_the_search, args=(temporary,), daemon=True)
    watcher.start()
    try:
        _do_jobs(pipe, make_function)
    except (EOFError, BrokenPipeError):  # the search is gone
        watcher.join()  # it ends this process once the folder is removed


def _do_jobs(pipe: connection.Connection, make_function: Callable) -> None:
    try:
        function = make_function()
    except Exception as error:
        pipe.recv()
        pipe.send(("trouble", _failure(error, "a worker could not start: ")))
        return
    while True:
        job = pipe.recv()
        try:
            answer = ("result", function(job))
        except (OSError, UserError) as error:
            answer = ("trouble", _failure(error, f"{job}: "))
        except Exception as error:
            answer = ("failure", _failure(error))
        pipe.send(answer)


def _failure(error: Exception, prefix: str = "") -> Failure:
    return Failure(prefix + describe(error), traceback.format_exc())


def _die_with_the_search(temporary: str) -> None:
    """End this process as soon as the one that started it is gone, even by SIGKILL."""
    from multiprocessing import parent_process

    parent_process().join()
    shutil.rmtree(temporary, ignore_errors=True)  # not tempfile.tempdir: a user's code may set it
    os._exit(1)


def _ending(exitcode: int) -> str:
    if exitcode >= 0:
        return f"exit code {exitcode}"
    return f"killed by {signal.Signals(-exitcode).name}" + (
        ", as the kernel does when memory runs out" if exitcode == -signal.SIGKILL else ""
    )
