"""A cross-validated search: the same trials in parallel, killed and resumed, extended, as jobs."""

import sys
from statistics import fmean, median

import pytest
from folds_of_data import SECTIONS, write_folds

from sametrials.common.errors import SearchError
from sametrials.common.files import write_sealed
from sametrials.search.as_jobs import suggest_trial, train_trial
from users_trial import facts_of, kill_after, search, setup

FILE = """
import random, time


def train(hyper_parameters, data, seed, report):
    time.sleep(0.02)
    middle = data.y_train.mean() * (1 + hyper_parameters["x"]) + random.random()
    middle += 5 * (hyper_parameters["kind"] == "flat")
    for step in range(2):
        report(step, val_error=float(abs(data.y_validation - middle).mean()), loss=step)
"""
PROGRAM = """
import json, sys
import numpy as np

given = json.load(sys.stdin)
with np.load(given["data"]) as data:
    middle = data["y_train"].mean() * (1 + given["hyper_parameters"]["x"]) + given["seed"] / 2**33
    error = float(abs(data["y_validation"] - middle).mean())
print(json.dumps({"metrics": {"val_error": error}}))
"""
MEDIAN = {"pruning": "median", "optimizer": "random", "n_initial_points": 10, "n_calls": 14}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The folder of a run, with the user's file and program."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_trial.py").write_text(FILE)
    (tmp_path / "program.py").write_text(PROGRAM)
    return tmp_path


@pytest.fixture
def given(here):
    """The data of three folds, and the section of the configuration."""
    first, *further = write_folds(here)
    return {"data": first, "further": tuple(further), **SECTIONS}


@pytest.mark.parametrize("study", [{}, MEDIAN], ids=["none", "median"])
def test_one_and_three_workers_killed_and_resumed_and_extended_give_the_same_trials(
    here, given, study
):
    given["study"] = study
    expected = facts_of(search(here / "one", "my_trial.py", 1, **given))
    assert facts_of(search(here / "three", "my_trial.py", 3, **given)) == expected
    kill_after(2, here / "killed", "my_trial.py", **given)
    assert facts_of(search(here / "killed", "my_trial.py", 2, **given)) == expected
    short = given | {"study": study | {"n_calls": 5}}
    assert facts_of(search(here / "longer", "my_trial.py", 3, **short)) == expected[:5]
    assert facts_of(search(here / "longer", "my_trial.py", 3, **given)) == expected
    assert {each[1] for each in expected} == ({"complete", "pruned"} if study else {"complete"})
    for _, state, _, value, _, history in expected:
        folds = history["val_error"]
        assert len(folds) == 3 if state == "complete" else len(folds) < 3
        assert value == pytest.approx(sum(folds) / len(folds), rel=1e-15)


def test_jobs_of_their_own_give_the_same_trials(here, given):
    expected = facts_of(search(here / "one", "my_trial.py", **given))
    opened, folder = setup("my_trial.py", **given), here / "jobs"
    files = opened.store(folder, print).files
    for trial in range(len(expected)):
        write_sealed(files.suggestion(trial), suggest_trial(opened, trial, folder))
        finished = train_trial(opened, trial, folder, print, len(expected))
        write_sealed(files.finished(trial), finished)
    assert facts_of(search(folder, "my_trial.py", **given)) == expected


@pytest.mark.parametrize(
    "trial",
    [
        {"file": "my_trial.py", "environment": sys.executable},
        {"command": [sys.executable, "program.py"]},
    ],
    ids=["environment", "command"],
)
def test_another_environment_and_a_program_are_cross_validated_too(here, given, trial):
    found = facts_of(search(here / "one", trial, study={"n_calls": 4}, **given))
    assert facts_of(search(here / "three", trial, 3, study={"n_calls": 4}, **given)) == found
    assert [len(history["val_error"]) for *_, history in found] == [3] * 4
    if "file" in trial:
        assert facts_of(search(here / "own", "my_trial.py", study={"n_calls": 4}, **given)) == found


def test_more_folds_or_other_data_set_the_old_records_aside(here, given):
    search(here / "gp", "my_trial.py", study={"n_calls": 4}, **given)
    first, *further = write_folds(here, 4)
    dataset = given["dataset"] | {"cross_validation": 4}
    found = search(
        *(here / "gp", "my_trial.py"),
        **{"data": first, "further": further, "dataset": dataset, "study": {"n_calls": 4}},
    )
    assert [len(record.history["val_error"]) for record in found.records] == [4] * 4
    assert len(list((here / "gp" / "superseded").iterdir())) == 4


def test_a_fold_that_raises_fails_its_trial_and_the_search_goes_on(here, given):
    harm = "    if hyper_parameters['x'] > 0.3 and data.y_train[0] > 0: 1 / 0\n"
    (here / "my_trial.py").write_text(FILE.replace("    time.sleep", f"{harm}    time.sleep"))
    records = search(here / "gp", "my_trial.py", 3, **given).records
    failed = [record for record in records if record.state == "failed"]
    assert 0 < len(failed) < len(records)
    for record in failed:
        assert record.error == "FoldError: fold 1: ZeroDivisionError: division by zero"
        assert 'my_trial.py", line' in record.traceback


def test_a_training_that_does_not_repeat_is_told_plainly(here, given):
    trial = {"file": "my_trial.py", "check_repeatable": True}
    expected = facts_of(search(here / "one", "my_trial.py", study={"n_calls": 4}, **given))
    found = search(here / "checked", trial, study={"n_calls": 4}, **given)
    assert facts_of(found) == expected
    (here / "my_trial.py").write_text(FILE.replace("loss=step", "loss=time.time()"))
    with pytest.raises(SearchError, match=r"(?s)check_repeatable: trial 0, .*: found \d.* as loss"):
        search(here / "other", trial, **given)


def test_a_pruned_trial_is_said_to_be_so_after_a_fold(here, given, capsys):
    from sametrials.search.in_process import run_search

    opened = setup("my_trial.py", study=MEDIAN, **given)
    run_search(opened, folder=here / "gp", workers=1, terminal=sys.stderr)
    assert "pruned after fold " in capsys.readouterr().err


def test_a_trial_is_pruned_when_its_mean_is_worse_than_half_of_those_it_may_see(here, given):
    noise = "99 * random.Random(seed + int(data.y_validation[0])).random()"  # folds disagree
    (here / "my_trial.py").write_text(FILE.replace("random.random()", noise))
    records = search(here / "gp", "my_trial.py", 3, study=MEDIAN | {"n_calls": 24}, **given).records
    means = [
        [fmean(folds[:n]) for n in range(1, len(folds) + 1)]
        for folds in (record.history["val_error"] for record in records)
    ]
    for record in records:
        seen = means[: max(0, record.trial - 2)]
        for fold, value in enumerate(means[record.trial][:2]):
            reached = [each[fold] for each in seen if len(each) > fold]
            worse = len(reached) >= 5 and value > median(reached)
            assert worse == (record.state == "pruned" and record.steps == fold + 1)
    assert {record.steps for record in records if record.state == "pruned"} == {1, 2}
