"""What runs in a worker process: it makes one function and calls it for one job after another.

A worker leads a session of its own, so that whatever its jobs have started can be ended with it.
"""

import contextlib
import os
import pickle
import shutil
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from multiprocessing import connection, parent_process
from pathlib import Path
from typing import Any, NamedTuple

from sametrials.common.errors import UserError
from sametrials.common.logs import accept_all_characters, describe
from sametrials.common.process_state import ProcessState
from sametrials.common.texts import describe_exception, several_lines, traceback_of
from sametrials.search.messages import Inbox, send


class Failure(NamedTuple):
    """How a job failed.

    Attributes
    ----------
    message
        Why, in a line.
    traceback
        Python's traceback, if it raised.
    died
        Whether its worker died.
    killed
        Whether somebody else killed the worker: the kernel when memory ran out, or an operator.
    """

    message: str
    traceback: str | None = None
    died: bool = False
    killed: bool = False


class Reply(NamedTuple):
    """What a worker answers to a job.

    Attributes
    ----------
    number
        That of the job.
    result
        The result, pickled: to read it may fail, and that must not spoil the reply.
    failure
        Why there is no result.
    trouble
        Whether the failure is not that of this job alone.
    spent
        Whether something is left of the job that would disturb the next one.
    """

    number: int
    result: bytes | None = None
    failure: Failure | None = None
    trouble: bool = False
    spent: bool = False


def work(pipe: connection.Connection, folder: Path, make_function: Callable) -> None:
    """Do jobs until the pool ends this process, or until the search is gone; never return.

    Parameters
    ----------
    pipe
        Brings the number of a job and the job; takes its `Reply`.
    folder
        For temporary files; it is removed if the search dies.
    make_function
        Makes the function that does a job.
    """
    try:
        os.setsid()
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the search
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        accept_all_characters()
        _end_with_the_search(pipe, folder)
        tempfile.tempdir = str(folder)
        _do_jobs(pipe.fileno(), make_function)
    except (EOFError, BrokenPipeError):
        pass  # the search is gone
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(1)  # at once, whatever threads and handlers there are


def _end_with_the_search(pipe: connection.Connection, folder: Path) -> None:
    """Start a process that ends this one, and what it has started, when the search is gone.

    A thread could not do that: some code never lets another thread run. The process is of this
    session and ends with it.
    """
    worker = os.getpid()
    if os.fork():
        return
    try:
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        pipe.close()
        parent_process().join()
        os.kill(worker, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)
        os.killpg(worker, signal.SIGKILL)
    finally:
        os._exit(1)


def _do_jobs(descriptor: int, make_function: Callable) -> None:
    inbox, process = Inbox(descriptor), os.getpid()
    try:
        function = make_function()
    except BaseException as error:
        number, _ = inbox.wait()
        send(
            descriptor,
            Reply(number, failure=_failure(error, "a worker could not start: "), trouble=True),
        )
        return
    state = ProcessState()
    while True:
        number, job = inbox.wait()
        reply = _reply(function, number, job)
        if os.getpid() != process:
            os._exit(0)  # a copy of the worker, which the job has made and not ended
        left = state.restore()
        _end_output(
            f"{job}: a new worker, since it left its mark ({', '.join(left)})" if left else ""
        )
        send(descriptor, reply._replace(spent=bool(left)))


def _reply(function: Callable[[Any], Any], number: int, job: Any) -> Reply:
    try:
        return Reply(number, pickle.dumps(function(job)))
    except (OSError, UserError) as error:
        return Reply(number, failure=_failure(error, f"{job}: "), trouble=True)
    except BaseException as error:  # SystemExit and KeyboardInterrupt, too, are of the job
        return Reply(number, failure=_failure(error))


def _failure(error: BaseException, prefix: str = "") -> Failure:
    of_a_user = isinstance(error, OSError | UserError)
    text = describe(error) if of_a_user else describe_exception(error)
    return Failure(several_lines(prefix + text), traceback_of(error))


def _end_output(remark: str) -> None:
    """Write what the job has printed, and a remark, unless it has closed the streams."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        print(remark, end="\n" if remark else "", flush=True)
        sys.stderr.flush()
