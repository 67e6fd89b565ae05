"""A search whose steps are jobs of their own gives what a search in one process gives."""

from dataclasses import replace

import pytest

from sametrials.common.errors import SearchError
from sametrials.common.files import read_sealed, write_sealed
from sametrials.trials.record import read_record
from searched import table
from simulated import ACCURACY, LOSS, OVERFITS, SEARCH_SPACE, models_saved, trials_begun


@pytest.mark.parametrize(
    "settings",
    [
        {"confirm": 2},
        {"optimizer": "random", "pruning": "median"},
        {"optimizer": "grid", "grid": dict.fromkeys(SEARCH_SPACE, 2)},
        {"target": 0.1},
        {"stop_after": {"no_improvement": 2}},
        {"objective": LOSS, "confirm": 2},
        {"objective": LOSS, "optimizer": "random", "pruning": "median"},
        {"objective": LOSS, "target": 2.0},
        {"objective": replace(LOSS, epoch="best"), "shares": OVERFITS, "confirm": 1},
    ],
    ids=lambda settings: "-".join(settings),
)
def test_one_process_finds_nothing_left_to_do_but_to_confirm(jobs, run, begun, folder, settings):
    settings = {"n_calls": 8, **settings}
    jobs(**settings).all()
    trials_begun(begun)
    records, _ = run(**settings)
    assert len(trials_begun(begun)) == 2 * settings.get("confirm", 0)
    folder.rename(folder.with_name("by_jobs"))
    objective = settings.get("objective", ACCURACY)
    assert table(run(**settings)[0], objective) == table(records, objective)
    assert (len(records) < 8) == ("target" in settings or "stop_after" in settings)


def test_the_search_in_one_process_removes_the_locks_of_the_jobs(jobs, run, folder):
    jobs().all(range(3))
    assert len(list((folder / "trials").glob(".0*.lock"))) == 3
    run()
    assert not list((folder / "trials").glob(".0*.lock"))


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


def test_a_minimised_search_goes_on_as_jobs_and_the_other_way_round(jobs, run, begun, folder):
    jobs(objective=LOSS).all(range(3))
    run(n_calls=6, objective=LOSS)
    jobs(objective=LOSS).all(range(3, 9))
    extended, _ = run(3, objective=LOSS)
    assert trials_begun(begun) == list(range(12))
    folder.rename(folder.with_name("both"))
    assert table(run(1, objective=LOSS)[0], LOSS) == table(extended, LOSS)


def test_what_a_job_gives_is_the_state_and_the_value_of_its_record(jobs, begun, folder):
    steps = jobs(objective=LOSS)
    (begun / "diverge-1").touch()
    steps.all(range(2))
    for trial, state in enumerate(["complete", "failed"]):
        record = read_record(folder / "trials" / f"{trial:04d}.json")
        assert read_sealed(steps.file(trial, "finished")) == {
            "trial": trial,
            "state": state,
            "value": record.value,
            "fingerprint": record.fingerprint,
        }
        assert (record.metric, record.state) == ("val_loss", state)


@pytest.mark.parametrize("objective", [ACCURACY, LOSS])
def test_only_models_that_may_be_the_best_are_saved(jobs, begun, objective):
    steps = jobs(objective=objective)
    steps.all(range(8))
    values = [read_sealed(steps.file(trial, "finished"))["value"] for trial in range(8)]
    best = {trial for trial in range(8) if values[trial] == objective.best(values[: trial + 1])}
    assert models_saved(begun) == best
    assert len(best) < 8


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
    with pytest.raises(SearchError, match=r"0002\.json: .*--forcerun \S*0002\.finished\.json"):
        steps.suggest(6)
    steps.train(2)
    assert trials_begun(begun) == [2]
    assert "0002.json is not the record of this trial" in steps.said[0]


@pytest.mark.parametrize("what", ["record", "finished", "suggestion"])
def test_a_file_that_is_deleted_under_the_search_is_named_with_what_makes_it_again(
    jobs, folder, what
):
    steps = jobs()
    steps.all(range(5))
    trial = 4 if what == "suggestion" else 1
    file = folder / "trials" / "0001.json" if what == "record" else steps.file(trial, what)
    file.unlink()
    with pytest.raises(SearchError, match=rf"{file}: found no file, .*--forcerun .*/000{trial}"):
        steps.suggest(5)


@pytest.mark.parametrize("step", ["suggest", "train"])
def test_an_answer_of_another_trial_or_a_changed_one_is_refused(jobs, step):
    steps = jobs()
    steps.all(range(4))
    steps.suggest(4)
    [number, what] = {"suggest": (1, "finished"), "train": (4, "suggestion")}[step]
    do = {"suggest": lambda: steps.suggest(4), "train": lambda: steps.train(4)}[step]
    file = steps.file(number, what)
    whole = file.read_text()
    file.write_text(whole.replace("relu", "sigmoid").replace('"complete"', '"pruned"'))
    with pytest.raises(SearchError, match="does not fit its digest"):
        do()
    write_sealed(file, read_sealed(steps.file(2, what)))
    with pytest.raises(SearchError, match=f"answer for trial 2, expected that for trial {number}"):
        do()
    file.write_text(whole)
    do()


def test_a_trial_is_not_trained_with_what_it_was_not_suggested_for(jobs, begun, folder):
    steps = jobs("one")
    steps.suggest(0)
    with pytest.raises(
        SearchError, match=r"trial 0: found other settings of the task than when it was suggested"
    ):
        jobs("other").train(0)
    assert trials_begun(begun) == []
    assert not list((folder / "trials").glob("*.json"))
    steps.train(0)


def test_a_trial_that_fails_is_recorded_and_tried_again_on_request(jobs, begun):
    (begun / "raise-1").touch()
    steps = jobs()
    steps.all(range(2))
    assert read_sealed(steps.file(1, "finished"))["state"] == "failed"
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
