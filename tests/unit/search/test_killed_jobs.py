"""Jobs that do not get to their end, or meet each other."""

import os
import signal
import time
from multiprocessing import get_context

from sametrials.search.as_jobs import train_trial
from sametrials.search.retries import MAX_KILLS
from sametrials.trials.record import read_record
from simulated import trials_begun


def test_a_job_that_is_killed_is_tried_again(jobs, begun):
    steps = jobs()
    steps.suggest(0)
    for _ in range(2):
        end_while_training(steps, begun, signal.SIGKILL)
    assert steps.train(0)["state"] == "complete"
    assert "killed 2 times by the machine; it is tried again" in steps.said[0]


def test_a_job_that_is_killed_too_often_is_a_failed_trial_that_says_by_what(jobs, begun, folder):
    steps = jobs()
    steps.suggest(0)
    for _ in range(MAX_KILLS):
        end_while_training(steps, begun, signal.SIGKILL)
    finished = steps.train(0)
    assert finished["state"] == "failed"
    record = read_record(folder / "trials" / "0000.json")
    assert record.error.startswith(f"killed {MAX_KILLS} times by the machine")
    assert record.error in steps.said[0]
    assert record.metric == steps.study.objective.metric
    assert steps.train(0)["state"] == "failed"  # a search that has ended stays as it is
    assert steps.train(0, retry_failed=True)["state"] == "complete"


def test_a_job_that_is_stopped_is_no_failed_trial(jobs, begun):
    steps = jobs()
    steps.suggest(0)
    for _ in range(3):
        end_while_training(steps, begun, signal.SIGINT)
    assert steps.train(0)["state"] == "complete"


def test_two_jobs_of_a_trial_train_it_once(jobs, begun):
    """As where Snakemake was killed and its jobs live on."""
    steps = jobs()
    steps.suggest(0)
    (begun / "nap-0").write_text("2")
    first, second = (start_training(steps) for _ in range(2))
    first.join()
    second.join()
    assert trials_begun(begun) == [0]


def start_training(steps):
    arguments = (steps.setup, 0, steps.file(0, "finished").parents[1], print, 12)
    process = get_context("spawn").Process(target=train_interruptibly, args=arguments)
    process.start()
    return process


def train_interruptibly(*arguments):
    """Train, and listen to Ctrl-C: what runs in the background of a script may ignore it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    train_trial(*arguments)


def end_while_training(steps, begun, how):
    (begun / "hang-0").touch()
    process = start_training(steps)
    deadline = time.monotonic() + 60
    while not trials_begun(begun):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(process.pid, how)
    process.join(60)
    assert process.exitcode is not None
    (begun / "hang-0").unlink()
