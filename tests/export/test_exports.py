"""The exports, opened with the tools they are for."""

import warnings
from datetime import datetime
from pathlib import Path

import mlflow
import optuna
import pytest

from sametrials.exports.mlflow_runs import export_mlflow
from sametrials.exports.optuna_study import export_optuna
from sametrials.study.objective import Objective
from sametrials.trials.record import TrialRecord

SPACE = {
    "learning_rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
    "dropout": {"type": "real", "low": 0.0, "high": 0.5, "prior": "uniform"},
    "num_dense_layers": {"type": "integer", "low": 1, "high": 5, "prior": "uniform"},
    "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
}


def record(trial: int, accuracy: float | None, state: str = "complete", **changes) -> TrialRecord:
    reached = [] if accuracy is None else [accuracy / 2, accuracy]
    losses = [None, 0.5][: len(reached)]  # the first one was not finite
    return TrialRecord(
        **{
            "trial": trial,
            "state": state,
            "hyper_parameters": {
                "learning_rate": 10.0 ** -(2 + trial % 4),
                "dropout": 0.1 * (trial % 5),
                "num_dense_layers": 1 + trial % 5,
                "activation": ["relu", "sigmoid"][trial % 2],
            },
            "metric": "val_accuracy",
            "value": accuracy,
            "seed": 2**32 - 1 - trial,
            "history": {"val_accuracy": reached, "val_loss": losses},
            "fingerprint": {"settings": "abc", "history": f"h{trial}"},
            "timings": {"start": 1_700_000_000.25 + 60 * trial, "suggest": 3.0, "train": 30.5},
        }
        | changes
    )


RECORDS = [
    *(record(trial, 0.8 + 0.01 * trial) for trial in range(8)),
    record(8, 0.3, "pruned"),
    record(9, None, "failed", error='it "diverged"', history={}),
    record(10, None, "failed", error="its job was killed", timings={}, history={}),
]


@pytest.fixture(scope="module")
def study(tmp_path_factory) -> optuna.Study:
    path = tmp_path_factory.mktemp("export") / "optuna.db"
    for _ in range(2):  # the second time in the place of the first
        export_optuna("gp-1", SPACE, Objective(), RECORDS, path)
    assert [file.name for file in path.parent.iterdir()] == ["optuna.db"]
    return optuna.load_study(study_name="gp-1", storage=f"sqlite:///{path}")


def test_optuna_finds_every_trial_and_the_best_one(study):
    assert study.direction == optuna.study.StudyDirection.MAXIMIZE
    assert [trial.number for trial in study.trials] == list(range(11))
    assert [trial.params for trial in study.trials] == [each.hyper_parameters for each in RECORDS]
    assert [trial.value for trial in study.trials] == [each.value for each in RECORDS]
    states = [trial.state.name for trial in study.trials]
    assert states == ["COMPLETE"] * 8 + ["PRUNED", "FAIL", "FAIL"]
    assert study.best_trial.number == 7


def test_optuna_knows_which_way_is_better(tmp_path, study):
    assert study.direction == optuna.study.StudyDirection.MAXIMIZE
    assert study.user_attrs == {"metric": "val_accuracy"}
    loss = Objective("val_loss", "minimize")
    export_optuna("gp-1", SPACE, loss, RECORDS, tmp_path / "optuna.db")
    of_loss = optuna.load_study(study_name="gp-1", storage=f"sqlite:///{tmp_path}/optuna.db")
    assert of_loss.best_value == min(each.value for each in RECORDS if each.state == "complete")


def test_optuna_has_the_epochs_the_times_and_what_else_a_record_says(study):
    trial = study.trials[7]
    assert trial.intermediate_values == {1: pytest.approx(0.435), 2: pytest.approx(0.87)}
    assert trial.datetime_start == datetime.fromtimestamp(1_700_000_420.25)
    assert trial.duration.total_seconds() == 30.5
    assert trial.user_attrs["seed"] == 2**32 - 8
    assert trial.user_attrs["fingerprint"] == {"settings": "abc", "history": "h7"}
    assert study.trials[9].user_attrs["error"] == 'it "diverged"'


def test_optuna_has_the_search_space_and_goes_on_in_it(study):
    distributions = study.trials[0].distributions
    assert distributions["learning_rate"] == optuna.distributions.FloatDistribution(
        1e-6, 1e-2, log=True
    )
    assert distributions["dropout"] == optuna.distributions.FloatDistribution(0.0, 0.5)
    assert distributions["num_dense_layers"] == optuna.distributions.IntDistribution(1, 5)
    assert distributions["activation"].choices == ("relu", "sigmoid")
    importances = optuna.importance.get_param_importances(study)
    assert set(importances) == set(SPACE)
    suggested = study.ask(distributions)
    assert set(suggested.params) == set(SPACE)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    path = tmp_path_factory.mktemp("export") / "mlflow.db"
    for _ in range(2):
        export_mlflow("gp-1", RECORDS, path)
    assert [file.name for file in path.parent.iterdir()] == ["mlflow.db"]
    mlflow.set_tracking_uri(f"sqlite:///{path}")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        table = mlflow.search_runs(experiment_names=["gp-1"])
    return table.sort_values("tags.trial", key=lambda column: column.astype(int))


def test_mlflow_finds_a_run_for_each_trial(runs):
    assert list(runs["tags.trial"]) == [str(trial) for trial in range(11)]
    assert list(runs["status"]) == ["FINISHED"] * 8 + ["KILLED", "FAILED", "FAILED"]
    assert list(runs["params.activation"]) == [
        each.hyper_parameters["activation"] for each in RECORDS
    ]
    assert [float(rate) for rate in runs["params.learning_rate"]] == [
        each.hyper_parameters["learning_rate"] for each in RECORDS
    ]
    assert list(runs["metrics.objective"].dropna()) == [
        each.value for each in RECORDS if each.value is not None
    ]
    assert runs["tags.error"].iloc[9] == 'it "diverged"'
    assert runs["start_time"].iloc[7].timestamp() == 1_700_000_420.25
    assert (runs["end_time"] - runs["start_time"]).iloc[7].total_seconds() == 30.5


def test_mlflow_has_what_was_measured_after_each_epoch(runs):
    client = mlflow.MlflowClient()
    run = runs["run_id"].iloc[7]
    history = client.get_metric_history(run, "val_accuracy")
    assert [(each.step, each.value) for each in history] == [
        (1, pytest.approx(0.435)),
        (2, pytest.approx(0.87)),
    ]
    assert [each.step for each in client.get_metric_history(run, "val_loss")] == [2]


def test_no_path_of_this_machine_is_in_the_files(tmp_path):
    export_optuna("gp-1", SPACE, Objective(), RECORDS, tmp_path / "optuna.db")
    export_mlflow("gp-1", RECORDS, tmp_path / "mlflow.db")
    for path in tmp_path.iterdir():
        content = path.read_bytes()
        assert str(tmp_path).encode() not in content, path
        assert str(Path.cwd()).encode() not in content, path
