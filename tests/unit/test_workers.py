import os
import time

import pytest

from hpo.errors import SearchError
from hpo.workers import WorkerPool


class Function:
    """Says which process did the job."""

    def __call__(self, job):
        if job == "raise":
            raise ZeroDivisionError("a mistake")
        if job == "die":
            os._exit(3)
        if job == "sleep":
            time.sleep(600)
        return os.getpid()


class Unmakeable:
    def __init__(self):
        raise ImportError("no such package")


def test_workers_are_started_when_needed_and_live_on():
    with WorkerPool(2, Function) as pool:
        processes = set()
        for _ in range(3):
            pool.start("job")
            [(worker, job, process)] = pool.wait()
            assert (worker, job) == (0, "job")
            processes.add(process)
        assert len(processes) == 1
        assert process != os.getpid()
        assert len(pool._processes) == 1


def test_a_pool_is_idle_until_every_worker_has_a_job():
    with WorkerPool(2, Function) as pool:
        assert pool.idle
        pool.start("sleep")
        assert pool.idle
        pool.start("sleep")
        assert not pool.idle
        assert pool.wait(seconds=0.1) == []


def test_leaving_the_pool_ends_its_processes_at_once():
    started = time.monotonic()
    with WorkerPool(1, Function) as pool:
        pool.start("sleep")
        [process] = pool._processes
    assert time.monotonic() - started < 60
    assert not process.is_alive()


@pytest.mark.parametrize(
    ("function", "job", "message"),
    [
        (Function, "raise", r"^raise failed: ZeroDivisionError: a mistake$"),
        (Function, "die", r"worker 0 died \(exit code 3\) at work on die"),
        (Unmakeable, "job", r"^job failed: ImportError: no such package$"),
    ],
)
def test_a_job_that_fails_is_named_with_how(function, job, message):
    with WorkerPool(1, function) as pool:
        pool.start(job)
        with pytest.raises(SearchError, match=message):
            pool.wait()


def test_a_job_done_while_another_fails_is_handed_out_first():
    with WorkerPool(2, Function) as pool:
        pool.start("job")
        pool.wait()  # this worker is up; the next one takes a while to start
        pool.start("raise")
        pool.start("job")
        time.sleep(5)
        [(_, job, _)] = pool.wait()
        assert job == "job"
        with pytest.raises(SearchError, match="a mistake"):
            pool.wait()


def test_a_worker_that_died_while_idle_is_named():
    with WorkerPool(1, Function) as pool:
        pool.start("job")
        pool.wait()
        pool._processes[0].kill()
        pool._processes[0].join()
        with pytest.raises(SearchError, match=r"worker 0 died \(killed by SIGKILL"):
            pool.start("job")
            pool.wait()
