"""What a job's code may do to its worker: the search learns of it and goes on."""

import fcntl
import os
import pickle
import re
import signal
import stat
import tempfile
import threading
import time
from multiprocessing import get_context

import pytest

from sametrials.search.messages import MARK, send
from sametrials.search.worker import Reply
from sametrials.search.worker_pool import WorkerPool

LONG = 600
"""Seconds that something takes which is not waited for."""


def descendant(seconds=LONG, own_session=False):
    """Start a copy of this process, which holds all that this one holds."""
    if os.fork() == 0:
        if own_session:
            os.setsid()
        time.sleep(seconds)
        os._exit(0)


def die_and_leave_a_descendant():
    descendant()
    os._exit(3)


def die_and_leave_a_descendant_that_nobody_can_find():
    descendant(seconds=30, own_session=True)
    os._exit(3)


def die_in_the_middle_of_a_reply():
    descendant()
    os.write(the_pipe(), MARK + (1 << 20).to_bytes(8, "big") + b"a part")
    os._exit(3)


def the_pipe():
    """Find the worker's connection to the search."""
    for descriptor in range(3, 100):
        try:
            if stat.S_ISSOCK(os.fstat(descriptor).st_mode):
                return descriptor
        except OSError:
            pass
    raise AssertionError("no pipe")


def exit_with(*values):
    raise SystemExit(*values)


def interrupt():
    raise KeyboardInterrupt


class Unspeakable(BaseException):
    def __str__(self):
        raise SystemExit("no text")


def raise_what_has_no_text():
    raise Unspeakable


def raise_while_a_thread_runs():
    threading.Thread(target=time.sleep, args=(LONG,)).start()
    raise ValueError("a mistake")


def die_by_a_signal_without_a_name():
    os.kill(os.getpid(), signal.SIGRTMIN + 3)


def a_function_of_its_own():
    return lambda: None


class Unreadable:
    def __reduce__(self):
        return exit_with, ("cannot be made again",)


def reply_to_another_job():
    send(the_pipe(), Reply(99, pickle.dumps("of another")))


def write_into_the_pipe():
    os.write(the_pipe(), b"a log message")
    time.sleep(LONG)


def close_all_files():
    os.closerange(3, 100)


def close_all_files_and_stay():
    os.closerange(3, 100)
    time.sleep(LONG)


def stop_and_ignore_signals():
    for number in {signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT}:
        signal.signal(number, signal.SIG_IGN)
    os.kill(os.getpid(), signal.SIGSTOP)


def never_let_another_thread_run(folder):
    """Be deaf in all ways at once, with a descendant, and hold a lock as long as one of them is."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    fcntl.flock(lock, fcntl.LOCK_EX)
    descendant()
    (folder / "begun").touch()
    sum(range(10**14))


class Caller:
    """Calls what it is given: a function and its arguments."""

    def __call__(self, job):
        function, *arguments = job
        return function(*arguments)


def result_of(pool, *job):
    pool.start(job)
    [finished] = pool.wait(120)
    assert finished.job == job
    return finished


@pytest.mark.parametrize(
    ("job", "message", "died"),
    [
        ((die_and_leave_a_descendant,), r"its worker died \(exit code 3\)", True),
        (
            (die_and_leave_a_descendant_that_nobody_can_find,),
            r"its worker died \(exit code 3\)",
            True,
        ),
        ((die_in_the_middle_of_a_reply,), r"its worker died \(exit code 3\)", True),
        ((die_by_a_signal_without_a_name,), r"its worker died \(killed by signal \d+\)", True),
        ((exit_with, "there is no licence"), "SystemExit: there is no licence", False),
        ((exit_with, 3), "SystemExit: 3", False),
        ((exit_with,), "SystemExit", False),
        ((interrupt,), "KeyboardInterrupt", False),
        ((raise_what_has_no_text,), r"Unspeakable: \(Unspeakable: its text .*\)", False),
        ((raise_while_a_thread_runs,), "ValueError: a mistake", False),
        ((a_function_of_its_own,), "AttributeError: Can't (pickle|get) local object .*", False),
        ((Unreadable,), "its result cannot be read: SystemExit: cannot be made again", False),
        ((reply_to_another_job,), "its worker replied to another job", True),
        ((write_into_the_pipe,), r"its worker sent no reply \(ValueError: .*\)", True),
        ((close_all_files,), r"its worker died \(exit code 1\)", True),
        (
            (close_all_files_and_stay,),
            "its worker has closed the connection to the search",
            True,
        ),
    ],
)
def test_a_job_that_ends_badly_is_told_with_the_reason(job, message, died):
    started = time.monotonic()
    with WorkerPool(1, Caller) as pool:
        failed = result_of(pool, *job)
    assert re.fullmatch(message, failed.failure.message)
    assert failed.failure.died == died
    assert time.monotonic() - started < LONG / 2


def test_a_job_that_cannot_be_stopped_is_given_up_after_its_time():
    with WorkerPool(1, Caller, timeout=8) as pool:
        failed = result_of(pool, stop_and_ignore_signals)
    assert failed.failure.message == "it was not done after 8 seconds"


def test_a_result_of_any_size_arrives():
    with WorkerPool(1, Caller) as pool:
        assert result_of(pool, bytes, 50_000_000).result == bytes(50_000_000)


def copy_itself():
    os.fork()
    return os.getpid()


def reply_twice():
    send(the_pipe(), Reply(0, pickle.dumps("the first reply")))
    return "the second reply"


def test_a_copy_of_the_worker_that_a_job_has_made_does_no_jobs():
    with WorkerPool(1, Caller) as pool:
        worker = result_of(pool, os.getpid).result
        for _ in range(5):
            assert result_of(pool, copy_itself).result == worker
            assert result_of(pool, os.getpid).result == worker


def test_a_second_reply_is_not_taken_for_that_to_the_next_job():
    with WorkerPool(1, Caller) as pool:
        assert result_of(pool, reply_twice).result == "the first reply"
        for worker in pool._workers.values():
            assert worker._pipe.poll(60)
        assert result_of(pool, str, "the next job").result == "the next job"


def leave_a_thread():
    threading.Thread(target=time.sleep, args=(LONG,)).start()
    return os.getpid()


def test_a_worker_in_which_a_thread_goes_on_is_replaced():
    with WorkerPool(1, Caller) as pool:
        assert result_of(pool, leave_a_thread).result != result_of(pool, os.getpid).result


def ends_within(seconds, condition):
    patience = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > patience:
            return False
        time.sleep(0.1)
    return True


def is_free(path):
    """Tell whether nobody is left who holds the lock."""
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def search(folder):
    os.setsid()
    tempfile.tempdir = str(folder / "temporary")
    with WorkerPool(1, Caller) as pool:
        pool.start((never_let_another_thread_run, folder))
        pool.wait(LONG)


@pytest.mark.parametrize("kill", [os.kill, os.killpg])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_worker_ends_with_its_search_whatever_it_does(tmp_path, kill, number):
    (tmp_path / "temporary").mkdir()
    process = get_context("spawn").Process(target=search, args=(tmp_path,))
    process.start()
    assert ends_within(120, (tmp_path / "begun").exists)
    assert len(list((tmp_path / "temporary").iterdir())) == 1
    kill(process.pid, number)
    process.join()
    assert ends_within(60, lambda: is_free(tmp_path / "lock"))
    assert list((tmp_path / "temporary").iterdir()) == []


def test_what_a_job_has_started_ends_with_its_worker(tmp_path):
    with WorkerPool(1, Caller) as pool:
        pool.start((never_let_another_thread_run, tmp_path))
        assert ends_within(120, (tmp_path / "begun").exists)
        assert not is_free(tmp_path / "lock")
    assert ends_within(60, lambda: is_free(tmp_path / "lock"))
