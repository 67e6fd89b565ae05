import os
import signal
import tempfile
import time
from multiprocessing import get_context
from pathlib import Path

import pytest

from sametrials.common.errors import ConfigError, SearchError
from sametrials.search.worker_pool import WorkerPool


class Function:
    """Says which process did the job."""

    def __call__(self, job):
        if job == "raise":
            raise ZeroDivisionError("a mistake")
        if job == "full":
            raise OSError(28, "No space left on device", "model.keras")
        if job == "user":
            raise ConfigError("found a mistake")
        if job == "die":
            os._exit(3)
        if job == "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        if job == "ended":
            os.kill(os.getpid(), signal.SIGTERM)
        if job == "crash":
            os.kill(os.getpid(), signal.SIGABRT)
        if job == "sleep":
            time.sleep(600)
        if job == "temporary":
            return Path(tempfile.mkstemp()[1])
        if job == "elsewhere":
            tempfile.tempdir = str(Path(tempfile.tempdir).parent)
        return os.getpid()


class Unmakeable:
    def __init__(self):
        raise ImportError("no such package")


def test_workers_are_started_when_needed_and_live_on():
    with WorkerPool(2, Function) as pool:
        processes = set()
        for _ in range(3):
            pool.start("job")
            [(worker, job, process, _)] = pool.wait(60)
            assert (worker, job) == (0, "job")
            processes.add(process)
        assert len(processes) == 1
        assert process != os.getpid()
        assert len(pool._workers) == 1


def test_a_worker_is_replaced_after_so_many_jobs(monkeypatch):
    monkeypatch.setattr("sametrials.search.worker_pool.JOBS_OF_A_WORKER", 2)
    with WorkerPool(1, Function) as pool:
        processes = []
        for _ in range(5):
            pool.start("job")
            [(worker, job, process, failure)] = pool.wait(60)
            assert (worker, job, failure) == (0, "job", None)
            processes.append(process)
    first, second, third = processes[0], processes[2], processes[4]
    assert processes == [first, first, second, second, third]
    assert len({first, second, third}) == 3


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
        process = pool._workers[0].process
    assert time.monotonic() - started < 60
    assert not process.is_alive()


@pytest.mark.parametrize("next_job", ["job", "die"])
def test_temporary_files_go_with_their_worker(tmp_path, monkeypatch, next_job):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with WorkerPool(1, Function) as pool:
        pool.start("temporary")
        [(_, _, file, _)] = pool.wait(60)
        pool.start(next_job)
        pool.wait(60)
        assert file.exists() == (next_job != "die")
    assert list(tmp_path.iterdir()) == []


def search(folder, pipe):
    tempfile.tempdir = str(folder)
    with WorkerPool(1, Function) as pool:
        pool.start("temporary")
        finished = pool.wait(60)
        pool.start("elsewhere")
        pool.wait(60)
        pipe.send(finished)
        time.sleep(600)


def test_temporary_files_go_and_no_others_even_if_the_search_is_killed(tmp_path):
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=search, args=(tmp_path, theirs))
    process.start()
    [(_, _, file, _)] = ours.recv()
    assert file.exists()
    process.kill()
    process.join()
    patience = time.monotonic() + 60
    while list(tmp_path.iterdir()) and time.monotonic() < patience:
        time.sleep(0.1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("job", "message", "died"),
    [
        ("raise", "ZeroDivisionError: a mistake", False),
        ("die", "its worker died (exit code 3)", True),
    ],
)
def test_a_job_that_fails_is_told_with_how_and_the_next_has_a_new_worker(job, message, died):
    with WorkerPool(1, Function) as pool:
        pool.start("job")
        [first] = pool.wait(60)
        pool.start(job)
        [failed] = pool.wait(60)
        assert failed[:3] == (0, job, None)
        assert failed.failure.message == message
        assert failed.failure.died == died
        assert ("a mistake" in (failed.failure.traceback or "")) != died
        pool.start("job")
        [second] = pool.wait(60)
        assert second.failure is None
        assert second.result != first.result


def test_a_job_that_takes_too_long_is_given_up_and_its_worker_killed():
    with WorkerPool(2, Function, timeout=6) as pool:
        pool.start("sleep")
        [process] = [worker.process for worker in pool._workers.values()]
        finished = []
        while not finished:
            finished = pool.wait(1)
        assert finished[0].failure.message == "it was not done after 6 seconds"
        assert not process.is_alive()
        assert pool.idle


def test_a_function_that_cannot_be_made_is_no_job_s_failure():
    with WorkerPool(1, Unmakeable) as pool:
        pool.start("job")
        with pytest.raises(SearchError, match="could not start: ImportError: no such package"):
            pool.wait(60)


def test_a_file_that_cannot_be_written_is_no_job_s_failure():
    with WorkerPool(1, Function) as pool:
        pool.start("full")
        with pytest.raises(SearchError, match=r"^full: model.keras: No space left on device\n"):
            pool.wait(60)


def test_what_the_user_has_to_put_right_is_no_job_s_failure():
    with WorkerPool(1, Function) as pool:
        pool.start("user")
        with pytest.raises(SearchError, match=r"^user: found a mistake\n"):
            pool.wait(60)


def test_jobs_that_are_abandoned_are_not_told_of():
    with WorkerPool(2, Function) as pool:
        pool.start("sleep")
        [process] = [worker.process for worker in pool._workers.values()]
        pool.abandon()
        assert pool.idle
        assert not process.is_alive()
        pool.start("job")
        [done] = pool.wait(60)
        assert done.job == "job"


def test_a_job_done_while_a_file_cannot_be_written_is_handed_out_first():
    with WorkerPool(2, Function) as pool:
        pool.start("job")
        pool.wait(60)  # this worker is up; the next one takes a while to start
        pool.start("full")
        pool.start("job")
        assert all(worker._pipe.poll(120) for worker in pool._workers.values())
        [done] = pool.wait(60)
        assert done.job == "job"
        with pytest.raises(SearchError, match="No space left"):
            pool.wait(60)


def test_a_worker_that_died_while_idle_is_replaced():
    with WorkerPool(1, Function) as pool:
        pool.start("job")
        [first] = pool.wait(60)
        os.kill(first.result, 9)
        assert pool._workers[0]._has_ended()
        pool.start("job")
        [second] = pool.wait(60)
        assert second.failure is None
        assert second.result != first.result


@pytest.mark.parametrize(
    ("job", "killed"), [("die", False), ("crash", False), ("killed", True), ("ended", True)]
)
def test_a_worker_that_was_killed_did_not_end_itself(job, killed):
    with WorkerPool(1, Function) as pool:
        pool.start(job)
        [failed] = pool.wait(60)
    assert failed.failure.died
    assert failed.failure.killed == killed
