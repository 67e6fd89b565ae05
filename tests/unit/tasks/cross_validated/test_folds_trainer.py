"""A trial is a training for each fold: what it gives, keeps and tells."""

import math
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from statistics import fmean

import pytest
from folds_of_data import SECTIONS, write_folds

from sametrials.common.errors import ConfigError, SearchError
from sametrials.study.objective import Objective
from sametrials.tasks.cross_validated.training.trainer import FoldError, FoldsTrainer
from sametrials.tasks.from_config import task_of
from sametrials.trials.job import Outcome
from users_trial import checked, job

OBJECTIVE = Objective("val_error", "minimize", folds=3)


class Scripted:
    """A trainer of a fold that gives what it was told, and keeps the jobs."""

    def __init__(self, *values, state="complete", **others):
        self.values, self.state, self.others, self.jobs = values, state, others, []

    def __call__(self, given):
        self.jobs.append(given)
        if given.save_up_to > -math.inf:
            given.model_path.write_text(f"model of {self.values}")
        history = {"val_error": list(self.values)}
        history |= {name: list(values) for name, values in self.others.items()}
        timings = {"start": 100.0 * self.values[0], "train": 2.0, "save": 1.0}
        failed = self.state == "failed"
        value, error = (None, "it diverged") if failed else (self.values[-1], None)
        return Outcome(value, history, timings, self.state, error)


def run(trainers, given, objective=OBJECTIVE):
    return FoldsTrainer(trainers, objective, ".model")(given)


def test_the_value_is_the_mean_of_the_folds_and_the_history_has_a_step_for_each(tmp_path):
    trainers = [
        Scripted(9.0, 1.0, loss=[5, 6]),
        Scripted(2.0, loss=[None]),
        Scripted(4.5, loss=[7]),
    ]
    outcome = run(trainers, job(tmp_path))
    assert outcome.value == fmean([1.0, 2.0, 4.5])
    assert outcome.history == {"val_error": [1.0, 2.0, 4.5], "loss": [6.0, None, 7.0]}
    assert outcome.timings == {"start": 900.0, "train": 6.0, "save": 3.0}
    assert (outcome.state, outcome.error) == ("complete", None)
    for number, trainer in enumerate(trainers, start=1):
        [given] = trainer.jobs
        assert given.seed == 17
        assert given.log_dir == tmp_path / "log" / f"fold_{number}"
        assert given.thresholds == ()


def test_where_the_best_step_counts_other_metrics_are_those_of_that_step(tmp_path):
    trainers = [Scripted(3.0, 1.0, 1.0, loss=[7, 8, 9])]
    outcome = run(trainers, job(tmp_path), Objective("val_error", "minimize", "best", folds=2))
    assert outcome.history["loss"] == [8.0]


def test_the_model_is_that_of_the_first_fold(tmp_path):
    trainers = [Scripted(value) for value in (1.0, 2.0, 3.0)]
    given = job(tmp_path, save_up_to=2.0)
    run(trainers, given)
    assert given.model_path.read_text() == "model of (1.0,)"
    assert [trainer.jobs[0].save_up_to for trainer in trainers] == [math.inf, -math.inf, -math.inf]


@pytest.mark.parametrize(
    ("trainers", "changes"),
    [
        ([Scripted(1.0), Scripted(2.0), Scripted(3.1)], {"save_up_to": 2.0}),  # its mean is worse
        ([Scripted(1.0), Scripted(2.0), Scripted(3.0)], {"save_up_to": -math.inf}),
        ([Scripted(1.0), Scripted(2.0, state="failed")], {}),
        ([Scripted(1.0), Scripted(9.0), Scripted(1.0)], {"thresholds": [2.0, 2.0]}),  # pruned
    ],
)
def test_no_model_is_kept_of_a_trial_that_is_not_worth_it_nor_a_trace_of_it(
    tmp_path, trainers, changes, monkeypatch
):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    given = replace(job(tmp_path), **changes)
    run(trainers, given)
    assert not [path for path in tmp_path.rglob("*") if "model" in path.name]


def test_a_trial_is_pruned_by_its_mean_so_far(tmp_path):
    trainers = [Scripted(1.0), Scripted(4.0), Scripted(0.0)]
    outcome = run(trainers, job(tmp_path, thresholds=[1.0, 2.4]))
    assert (outcome.state, outcome.value) == ("pruned", 2.5)
    assert outcome.history == {"val_error": [1.0, 4.0]}
    assert not trainers[2].jobs
    assert {given.thresholds for trainer in trainers for given in trainer.jobs} == {()}
    assert run(trainers, job(tmp_path, thresholds=[1.0, 2.5])).state == "complete"


def test_a_fold_that_fails_fails_the_trial_and_says_which(tmp_path):
    trainers = [Scripted(1.0), Scripted(2.0, state="failed"), Scripted(3.0)]
    outcome = run(trainers, job(tmp_path))
    assert (outcome.state, outcome.value) == ("failed", None)
    assert outcome.error == "fold 2: it diverged"
    assert outcome.history == {"val_error": [1.0]}
    assert not trainers[2].jobs


@pytest.mark.parametrize("error", [ZeroDivisionError("no"), SystemExit("no")])
def test_what_a_fold_raises_names_the_fold_and_a_mistake_of_the_user_stays_one(tmp_path, error):
    def broken(given):
        raise error

    with pytest.raises(FoldError, match=f"^fold 2: {type(error).__name__}: no$"):
        run([Scripted(1.0), broken], job(tmp_path))
    for error in (ConfigError("wrong"), OSError("full")):
        with pytest.raises(type(error), match=f"^{error}$"):
            run([Scripted(1.0), broken], job(tmp_path))


def test_what_a_fold_does_to_the_process_is_undone_before_the_next(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    seen = []

    def harmful(given):
        seen.append((Path.cwd(), os.environ.get("HARM"), list(sys.path)))
        os.chdir("/")
        os.environ["HARM"] = "done"
        sys.path.clear()
        return Scripted(1.0)(given)

    trainer = FoldsTrainer([harmful] * 3, OBJECTIVE, ".model")
    trainer(job(tmp_path))
    trainer.state.restore()
    assert seen == [seen[0]] * 3
    assert seen[0][:2] == (tmp_path, None)


def test_the_logs_of_an_older_training_are_removed(tmp_path):
    old = tmp_path / "log" / "fold_9" / "train" / "x.tfevents.1"
    old.parent.mkdir(parents=True)
    old.touch()
    run([Scripted(1.0)] * 3, job(tmp_path))
    assert not old.parent.parent.exists()


FILE = """
import pickle, random


class Mean:
    def __init__(self, value):
        self.value = value


def train(hyper_parameters, data, seed, report):
    mean = Mean(float(data.y_train.mean()) + random.random())
    with open(report.folder / "mean", "wb") as file:
        pickle.dump(mean, file)
    report.save(report.folder / "mean")
    return {"val_error": float(abs(data.y_validation - mean.value).mean())}


def evaluate(model, data):
    return {"error": 1.0}
"""


@pytest.fixture
def made(tmp_path, monkeypatch):
    """A task of three folds by a user's file, and their data."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_trial.py").write_text(FILE)
    data = write_folds(tmp_path)
    return task_of(checked("my_trial.py", **SECTIONS), data[0], data[1:]), data


def test_a_class_of_the_users_file_can_be_pickled_in_each_fold(made, tmp_path):
    task, _ = made
    outcome = task.make_trainer()(job(tmp_path))
    values = outcome.history["val_error"]
    assert len(values) == len(set(values)) == 3
    assert outcome.value == fmean(values)
    assert job(tmp_path).model_path.exists()


def test_each_fold_is_trained_as_its_task_alone_would_train_it(made, tmp_path):
    task, _ = made
    alone = [each.make_trainer()(job(tmp_path)).value for each in task.tasks]
    assert task.make_trainer()(job(tmp_path)).history["val_error"] == alone


def test_the_data_of_every_fold_decides_a_trial(made, tmp_path):
    task, data = made
    config = checked("my_trial.py", **SECTIONS)
    identity = task.identity()
    assert len(set(identity["data"])) == 3
    assert "tasks/cross_validated/training" in identity["code"]
    assert task_of(config, data[0], data[1:]).identity() == identity
    other = write_folds(tmp_path, first=8.0)
    assert task_of(config, other[0], other[1:]).identity() != identity
    with pytest.raises(SearchError, match=r"^data: found what was changed"):
        task.make_trainer()


def test_without_folds_a_task_is_what_it_was(made):
    _, data = made
    config = checked("my_trial.py", dataset={"name": "iris", "format": "sklearn"})
    assert config["objective"] == {"metric": "val_error", "direction": "minimize", "epoch": "last"}
    identity = task_of(config, data[0]).identity()
    assert isinstance(identity["data"], str)
    assert not any("cross_validated" in name for name in identity["code"])
