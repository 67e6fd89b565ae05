"""A pool of worker processes that live as long as the search.

Each makes one callable (which may take seconds: a framework, the data) and then calls it for one
job after another (`sametrials.search.worker`). The pool knows nothing of trials; it reports each
result and its worker.
"""

import contextlib
import os
import pickle
import signal
import time
from collections.abc import Callable
from itertools import count
from multiprocessing import connection, get_context
from typing import Any, NamedTuple

from sametrials.common.errors import SearchError
from sametrials.common.texts import describe_exception, one_line, traceback_of
from sametrials.search.messages import Inbox, send
from sametrials.search.worker import Failure, Reply, work
from sametrials.search.worker_folder import WorkerFolder, remove_abandoned

JOBS_OF_A_WORKER = 50
"""Number of jobs after which a worker is replaced by a new one.

A framework may keep some memory after every trial: TensorFlow half a megabyte
(docs/measurements/memory.md), a user's network perhaps more. In the search of config.yaml the start
of a new worker takes less than a hundredth of the time of these jobs.
"""

POLL = 0.5
"""Seconds between two looks at whether a worker is alive; most deaths are seen at once."""

PATIENCE = 10
"""Seconds within which a process that has closed its pipe, or was killed, is expected to end."""


class Finished(NamedTuple):
    """A job that is over, with its result or its failure."""

    worker: int
    job: Any
    result: Any
    failure: Failure | None


class _Worker:
    """A worker process, as the pool sees it."""

    def __init__(self, make_function: Callable):
        # "spawn": a forked copy of a process that has started BLAS threads may hang.
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._folder = WorkerFolder()
        arguments = (theirs, self._folder.path, make_function)
        self.process = context.Process(target=work, args=arguments, daemon=True)
        self.process.start()
        theirs.close()  # so that reading from ours ends when the worker does
        self._inbox = Inbox(self._pipe.fileno())
        self.number: int | None = None
        self.job: Any = None
        self._timeout = self._deadline = float("inf")
        self._n_done = 0

    def fileno(self) -> int:
        """Return the descriptor that can be read when it has sent something, or is gone."""
        return self._pipe.fileno()

    @property
    def is_fit(self) -> bool:
        """Whether it can do another job: it is alive and has sent nothing but its replies."""
        return (
            self.process.is_alive()
            and self._n_done < JOBS_OF_A_WORKER
            and self._inbox.empty
            and not self._pipe.poll()
        )

    def start(self, number: int, job: Any, timeout: float) -> None:
        """Give it a job, which has a number and so many seconds."""
        self.number, self.job = number, job
        self._timeout, self._deadline = timeout, time.monotonic() + timeout
        with contextlib.suppress(OSError):  # it has just died: `reply` will see that
            send(self._pipe.fileno(), (number, job))

    def reply(self) -> Reply | None:
        """Return its reply to the job, or why there is none; None if it is still at work."""
        is_alive = self.process.is_alive()  # asked first: it may die after it has replied
        try:
            if self._pipe.poll():
                for reply in self._inbox.read():
                    self._n_done += 1
                    if reply.number == self.number:
                        return reply
                    return self._lost("its worker replied to another job")
            elif not is_alive:
                return self._lost(self._ending())
        except (EOFError, OSError):
            return self._lost(self._ending())
        except Exception as error:  # something else than a worker has written into the pipe
            return self._lost(f"its worker sent no reply ({describe_exception(error)})")
        if time.monotonic() > self._deadline:
            failure = Failure(f"it was not done after {self._timeout:g} seconds")
            return Reply(self.number, failure=failure)
        return None

    def _lost(self, failure: str) -> Reply:
        killed = self.process.exitcode in (-signal.SIGKILL, -signal.SIGTERM)
        return Reply(self.number, failure=Failure(failure, died=True, killed=killed))

    def _ending(self) -> str:
        if not self._has_ended():
            return "its worker has closed the connection to the search"
        return f"its worker died ({_how(self.process.exitcode)})"

    def _has_ended(self) -> bool:
        """Wait for its end, at most `PATIENCE` seconds; tell whether it came.

        `Process.join` with a time-out waits for a pipe that a process of the job may hold.
        """
        patience = time.monotonic() + PATIENCE
        while self.process.is_alive():
            if time.monotonic() > patience:
                return False
            time.sleep(0.01)
        return True

    def kill(self) -> None:
        """Kill it and the processes that it has started, if those are still of its session."""
        self.process.kill()
        with contextlib.suppress(OSError):  # it has no session yet, or nobody is left in it
            os.killpg(self.process.pid, signal.SIGKILL)

    def remove(self) -> None:
        """Forget a worker that was killed."""
        self._has_ended()
        self._pipe.close()
        self._folder.remove()


class WorkerPool:
    """Up to `size` processes, each started when it is first needed.

    A process whose job failed is replaced, since the failure may have left something behind in it.
    So is one that has done `JOBS_OF_A_WORKER`, or in which a job has left something that cannot be
    put back (`sametrials.common.process_state`). Each has its own folder for temporary files, which
    is removed with it: a killed process cannot tidy up, and a framework may leave generated code.
    Processes that a worker has started end with it.

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
        self._timeout = float("inf") if timeout is None else timeout
        self._workers: dict[int, _Worker] = {}
        self._numbers = count()
        self._trouble: Failure | None = None

    def __enter__(self) -> "WorkerPool":
        remove_abandoned()
        return self

    def __exit__(self, *_) -> None:
        self._end(*self._workers)

    @property
    def idle(self) -> bool:
        """Whether a job would start at once."""
        return len(self._busy()) < self.size

    def start(self, job: Any) -> None:
        """Give a job to the idle worker with the lowest number."""
        number = next(number for number in range(self.size) if number not in self._busy())
        if number in self._workers and not self._workers[number].is_fit:
            self._end(number)
        if number not in self._workers:
            self._workers[number] = _Worker(self._make_function)
        self._workers[number].start(next(self._numbers), job, self._timeout)

    def abandon(self) -> None:
        """End the jobs that are under way, and their workers."""
        self._end(*self._busy())

    def wait(self, seconds: float) -> list[Finished]:
        """Wait until a job is over, at most so many seconds; return the jobs that are.

        Raises
        ------
        SearchError
            The function could not be made in a worker, a file could not be read or written, or a
            job raised a `UserError`: the problem is not that of one job alone. (Jobs done at the
            same moment are returned first.)
        """
        end = time.monotonic() + seconds
        while True:
            if self._trouble is not None:
                error = SearchError(self._trouble.message)
                error.add_note(self._trouble.traceback)
                raise error
            left = end - time.monotonic()
            finished = self._finished(min(max(left, 0), POLL))
            if finished or (left <= 0 and self._trouble is None):
                return finished

    def _busy(self) -> dict[int, _Worker]:
        return {
            number: worker for number, worker in self._workers.items() if worker.number is not None
        }

    def _finished(self, seconds: float) -> list[Finished]:
        """Wait for a sign of a worker; return the jobs that are over."""
        busy = self._busy()
        connection.wait(busy.values(), seconds)
        finished = []
        for number, worker in busy.items():
            reply = worker.reply()
            if reply is None:
                continue
            worker.number = None
            result, failure = _result(reply)
            if failure is not None or reply.spent or not worker.is_fit:
                self._end(number)
            if reply.trouble:
                self._trouble = failure
            else:
                finished.append(Finished(number, worker.job, result, failure))
        return finished

    def _end(self, *numbers: int) -> None:
        workers = [self._workers.pop(number) for number in numbers]
        for worker in workers:
            worker.kill()
        for worker in workers:
            worker.remove()


def _result(reply: Reply) -> tuple[Any, Failure | None]:
    """Return the result of a job, or why there is none."""
    if reply.failure is not None:
        return None, reply.failure
    try:
        return pickle.loads(reply.result), None  # noqa: S301 (it comes from a process of our own)
    except (Exception, SystemExit) as error:
        message = one_line(f"its result cannot be read: {describe_exception(error)}")
        return None, Failure(message, traceback_of(error))


def _how(exitcode: int) -> str:
    if exitcode >= 0:
        return f"exit code {exitcode}"
    names = {each.value: each.name for each in signal.Signals}
    return f"killed by {names.get(-exitcode, f'signal {-exitcode}')}" + (
        ", as the kernel does when memory runs out" if exitcode == -signal.SIGKILL else ""
    )
