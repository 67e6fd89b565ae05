"""A search whose steps are jobs of their own gives what a search in one process gives."""

import os
import signal
import time
from dataclasses import replace
from functools import partial
from multiprocessing import get_context

import pytest

from hpo.common.errors import SearchError
from hpo.common.files import read_json, write_json
from hpo.results.trial_tables import trials_table
from hpo.search.as_jobs import suggest_trial, train_trial
from hpo.search.setup import Experiment
from hpo.trials.store import TrialStore
from simulated import SEARCH_SPACE, SimulatedTrainer, trials_begun


@pytest.fixture
def jobs(study, folder, begun):
    """The steps of the study, or of a changed one, as the rules call them."""

    class Jobs:
        def __init__(self, settings="settings", **changes):
            self.study = replace(study, **changes)
            trainer = partial(SimulatedTrainer, begun)
            self.experiment = Experiment(self.study, settings, trainer)
            self.said = []

        def file(self, trial, what):
            return folder / "jobs" / f"{trial:04d}.{what}.json"

        def suggest(self, trial):
            visible = self.study.n_visible(trial)
            finished = [self.file(k, "finished") for k in range(visible)]
            suggested = [self.file(k, "suggestion") for k in range(visible, trial)]
            made = suggest_trial(self.experiment, trial, folder, finished, suggested)
            write_json(self.file(trial, "suggestion"), made)

        def train(self, trial, **options):
            suggestion = read_json(self.file(trial, "suggestion"))
            note = self.said.append
            n_calls = self.study.n_calls
            made = train_trial(self.experiment, suggestion, folder, note, n_calls, **options)
            write_json(self.file(trial, "finished"), made)
            return made

        def all(self, trials=None):
            for trial in range(self.study.n_calls) if trials is None else trials:
                self.suggest(trial)
                self.train(trial)

    return Jobs


def table(records) -> str:
    return trials_table(records).to_csv()


@pytest.mark.parametrize(
    "settings",
    [
        {"confirm": 2},
        {"optimizer": "random", "pruning": "median"},
        {"optimizer": "grid", "grid": dict.fromkeys(SEARCH_SPACE, 2)},
        {"target_accuracy": 0.1},
    ],
    ids=lambda settings: next(iter(settings)) + "-" + str(next(iter(settings.values()))),
)
def test_one_process_finds_nothing_left_to_do_but_to_confirm(jobs, run, begun, folder, settings):
    settings = {"n_calls": 8, **settings}
    jobs(**settings).all()
    trials_begun(begun)
    records, _ = run(**settings)
    assert len(trials_begun(begun)) == 2 * settings.get("confirm", 0)
    folder.rename(folder.with_name("by_jobs"))
    assert table(run(**settings)[0]) == table(records)
    assert (len(records) < 8) == ("target_accuracy" in settings)


def test_a_search_of_one_process_goes_on_as_jobs_and_the_other_way_round(jobs, run, begun, folder):
    steps = jobs()
    steps.all(range(3))
    records, _ = run(n_calls=6)
    steps.all(range(3, 9))
    extended, _ = run(n_calls=12)
    assert trials_begun(begun) == list(range(12))
    assert extended[:6] == records
    folder.rename(folder.with_name("both"))
    assert table(run()[0]) == table(extended)


def test_a_step_that_is_done_again_gives_the_same_file(jobs):
    steps = jobs()
    steps.all(range(7))
    for trial in range(7):
        for what, step in (("suggestion", steps.suggest), ("finished", steps.train)):
            before = steps.file(trial, what).read_bytes()
            step(trial)
            assert steps.file(trial, what).read_bytes() == before


def test_other_settings_set_a_trial_aside_and_bring_it_back(jobs, begun, folder):
    jobs("first").all(range(4))
    jobs("second").all(range(4))
    trials_begun(begun)
    jobs("first").all(range(4))
    assert trials_begun(begun) == []
    assert len(list((folder / "superseded").glob("*/*.json"))) == 4


def test_a_damaged_record_is_set_aside_and_made_again(jobs, begun, folder):
    steps = jobs()
    steps.all(range(4))
    trials_begun(begun)
    (folder / "trials" / "0002.json").write_text("{")
    with pytest.raises(SearchError, match=r"0002\.json: .*--forcerun run_trial"):
        steps.suggest(6)
    steps.train(2)
    assert trials_begun(begun) == [2]
    assert "0002.json is no whole trial record" in steps.said[0]


def test_a_trial_that_fails_is_recorded_and_tried_again_on_request(jobs, begun):
    (begun / "raise-1").touch()
    steps = jobs()
    steps.all(range(2))
    assert read_json(steps.file(1, "finished"))["state"] == "failed"
    (begun / "raise-1").unlink()
    assert steps.train(1)["state"] == "failed"
    assert steps.train(1, retry_failed=True)["state"] == "complete"


def test_when_the_first_trials_have_failed_the_next_is_not_suggested(jobs, begun):
    for trial in range(6):
        (begun / f"raise-{trial}").touch()
    steps = jobs()
    steps.all(range(5))
    with pytest.raises(SearchError, match="the first 3 trials have failed"):
        steps.suggest(5)


def test_the_status_page_shows_the_trials_that_are_there_after_each_job(jobs, folder):
    steps = jobs()
    (folder / "trials").mkdir(parents=True)
    (folder / "trials" / "0001.json").write_text("{")
    for trial in (0, 1):
        steps.all([trial])
        page = (folder / "status.html").read_text()
        assert f"<p>{trial + 1} of 12 trials" in page
        assert "running" in page


def test_a_status_page_that_cannot_be_written_fails_no_job(jobs, folder):
    steps = jobs()
    (folder / "status.html").mkdir(parents=True)
    steps.all([0])
    assert [line for line in steps.said if "the status page is not written" in line]


def test_a_job_that_is_killed_twice_is_a_failed_trial(jobs, begun, folder):
    steps = jobs()
    steps.suggest(0)
    for _ in range(2):
        end_while_training(steps, begun, signal.SIGKILL)
    finished = steps.train(0)
    assert finished["state"] == "failed"
    record = TrialStore(folder, "settings", {}).find(0, finished["fingerprint"])
    assert record.error.startswith("its job was killed 2 times")
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
    suggestion = read_json(steps.file(0, "suggestion"))
    arguments = (steps.experiment, suggestion, steps.file(0, "finished").parents[1], print, 12)
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
