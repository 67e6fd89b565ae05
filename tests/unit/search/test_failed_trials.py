import io
import re
import shutil
from dataclasses import replace

import pytest

from sametrials.common.errors import SearchError, UserError
from sametrials.search.in_process import run_search
from sametrials.search.setup import setup_of
from sametrials.study.objective import Objective
from sametrials.trials.ranking import incumbent
from searched import table
from simulated import ACCURACY, SimulatedTask, trials_begun


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("raise-5", r"ZeroDivisionError: the model code has a mistake"),
        ("exit-5", r"its worker died \(exit code 3\)"),
        (
            "die-5",
            r"killed 5 times by the machine, perhaps since memory ran out; "
            r"`make retry` tries it again",
        ),
        ("hang-5", r"it was not done after 20 seconds"),
    ],
)
def test_a_trial_that_fails_is_recorded_and_the_search_goes_on(run, begun, folder, trouble, error):
    (begun / trouble).touch()
    # Long enough for a worker to start on a busy machine.
    records, said = run(trial_timeout=20 if trouble == "hang-5" else None)
    assert [record.trial for record in records if record.state == "failed"] == [5]
    assert re.fullmatch(error, records[5].error)
    assert records[5].value is None
    assert ("a mistake" in (records[5].traceback or "")) == (trouble == "raise-5")
    assert records[5].timings["train"] >= (20 if trouble == "hang-5" else 0)
    assert re.search(rf"gp: trial 5 \(.*\): failed: {error}, best", said)
    (begun / trouble).unlink()
    trials_begun(begun)
    assert run() == (records, "")
    assert trials_begun(begun) == []


@pytest.mark.parametrize("trouble", ["raise", "die"])
def test_failed_trials_do_not_depend_on_the_number_of_workers(run, begun, folder, trouble):
    for trial in (1, 5, 6):
        (begun / f"{trouble}-{trial}").touch()
    tables = set()
    for workers in (1, 3):
        tables.add(table(run(workers)[0]))
        shutil.rmtree(folder)
    assert len(tables) == 1


def test_a_worker_that_dies_once_changes_nothing(run, begun, folder):
    whole = table(run()[0])
    shutil.rmtree(folder)
    (begun / "die-once-5").touch()
    records, said = run()
    assert table(records) == whole
    assert "it is tried again" in said


def test_failed_trials_are_tried_again_on_request_and_what_followed_from_them(run, begun):
    (begun / "raise-5").touch()
    run()
    (begun / "raise-5").unlink()
    trials_begun(begun)
    records, _ = run(retry_failed=True)
    assert all(record.state == "complete" for record in records)
    # Trial 8 is the first that was suggested from trial 5.
    # The best one may be trained again for its model, if another was the best before.
    best = incumbent(ACCURACY, records).trial
    assert {*trials_begun(begun), best} == {5, 8, 9, 10, 11, best}


def test_a_trial_that_fails_again_costs_only_itself(run, begun):
    (begun / "raise-5").touch()
    failed, _ = run()
    trials_begun(begun)
    again, _ = run(retry_failed=True)
    assert table(again) == table(failed)
    assert trials_begun(begun) == [5]


def test_a_search_in_which_every_first_trial_fails_stops_with_the_first_traceback(run, begun):
    for trial in range(12):
        (begun / f"raise-{trial}").touch()
    with pytest.raises(SearchError, match=r"the first 3 trials have failed") as error:
        run()
    [traceback] = error.value.__notes__
    assert 'raise ZeroDivisionError("the model code has a mistake")' in traceback


class UnmakeableTask(SimulatedTask):
    def make_trainer(self):
        raise ImportError("no such package")


def test_a_trainer_that_cannot_be_made_stops_the_search_without_a_record(study, folder, begun):
    setup = setup_of(study, UnmakeableTask(begun))
    with pytest.raises(SearchError, match="a worker could not start: ImportError: no such package"):
        run_search(setup, folder=folder, workers=1, terminal=io.StringIO())
    assert not list((folder / "trials").glob("*.json"))


def test_a_training_that_diverges_is_a_failed_trial_that_says_after_which_step(run, begun):
    (begun / "diverge-5").touch()
    records, said = run()
    assert [record.trial for record in records if record.state == "failed"] == [5]
    assert records[5].value is None
    assert records[5].error == "it diverged: val_loss is nan after step 2"
    assert [values[1:] for values in records[5].history.values()] == [[None]] * 5
    assert "failed: it diverged" in said


@pytest.mark.parametrize("tells_metrics", [True, False])
def test_a_metric_that_is_not_reported_stops_the_search_with_those_that_are(
    study, folder, begun, tells_metrics
):
    """Before the first trial if that can be known, else after the first step of the first."""
    objective = Objective("val_auc")
    task = SimulatedTask(begun, objective, tells_metrics=tells_metrics)
    names = "accuracy, loss, val_accuracy, val_loss, val_mirrored"
    with pytest.raises(UserError, match=f"objective.metric: found val_auc, expected .*: {names}$"):
        run_search(
            setup_of(replace(study, objective=objective), task),
            folder=folder,
            workers=1,
            terminal=io.StringIO(),
        )
    assert trials_begun(begun) == ([] if tells_metrics else [0])
    assert not list((folder / "trials").glob("*.json"))
