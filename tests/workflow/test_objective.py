"""Another objective to the end: the loss, and a metric of the user's own network."""

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from project import REPOSITORY, Project, jobs
from sametrials.common.csv_tables import read_csv

LOSS = {"metric": "val_loss", "direction": "minimize", "epoch": "best"}
TABLE, SEARCH = "results/gp/trials.csv", "results/gp/search.json"
MODEL = """
import keras


def create_model(input_shape, num_classes, learning_rate, num_dense_nodes):
    model = keras.Sequential([keras.Input(input_shape), keras.layers.Flatten()])
    model.add(keras.layers.Dense(num_dense_nodes, activation="relu"))
    model.add(keras.layers.Dense(num_classes, activation="softmax"))
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=[keras.metrics.SparseTopKCategoricalAccuracy(k=2, name="two_best")],
    )
    return model
"""


def new_project(folder: Path, objective: dict) -> Project:
    project = Project(folder, REPOSITORY / "tests" / "data")
    project.config["objective"] = objective
    project.config["training"]["epochs"] = 2
    return project


def of_own_metric(folder: Path) -> Project:
    project = new_project(folder, {"metric": "val_two_best", "direction": "maximize"})
    (project.folder / "my_model.py").write_text(MODEL)
    space = project.config["search_space"]
    for unused in ("num_dense_layers", "activation"):
        del space[unused]
    project.config |= {"model": "my_model.py", "default_parameters": None}
    project.config["studies"]["gp"] = {"n_calls": 1, "n_initial_points": 1, "window": 1}
    return project


@pytest.fixture(scope="module")
def of_loss(tmp_path_factory) -> Project:
    """Minimise the loss, to the end.

    That cores, kills and more calls change no trial then: tests/unit/search/test_minimised.py.
    """
    project = new_project(tmp_path_factory.mktemp("loss") / "project", LOSS)
    project.config["studies"]["gp"]["n_calls"] = 4
    del project.config["search_space"]["num_dense_layers"]  # a figure of each kind is enough
    project.config |= {"constants": {"num_dense_layers": 1}, "default_parameters": None}
    project.said = project.run(cores=1)
    return project


def test_the_loss_is_minimised_and_has_its_name_everywhere(of_loss):
    table = read_csv(of_loss.path("trials.csv"))
    assert list(table)[:4] == ["rank", "trial", "state", "val_loss"]
    assert table["val_loss"].is_monotonic_increasing
    for row in table.to_dict("records"):
        record = json.loads(of_loss.path(f"trials/{row['trial']:04d}.json").read_text())
        assert record["metric"] == "val_loss"
        assert record["val_loss"] == row["val_loss"] == min(record["history"]["val_loss"])
    best = json.loads(of_loss.path("best_trial.json").read_text())
    assert best["trial"] == table["trial"][0]
    assert f"val_loss {table['val_loss'][0]:.4g}" in of_loss.said


def test_no_figure_and_no_page_speaks_of_accuracy(of_loss):
    figures = sorted(of_loss.path("plots").glob("*.svg"))
    assert len(figures) == 15
    for figure in figures:
        text = " ".join(ElementTree.parse(figure).getroot().itertext())  # noqa: S314 - our own
        assert "accuracy" not in text, figure
    assert "validation loss" in " ".join(
        ElementTree.parse(of_loss.path("plots/convergence.svg")).getroot().itertext()  # noqa: S314
    )
    for page in ("summary.html", "trials.html", "status.html"):
        text = of_loss.path(page).read_text()
        assert "loss" in text and "accuracy" not in text, page


def test_a_metric_of_one_s_own_network_gives_the_same_trials_as_jobs(tmp_path):
    project = of_own_metric(tmp_path / "project")
    assert jobs(project.run(SEARCH, "--config", "dispatch=jobs"))["run_trial"] == 1
    by_jobs = project.records()

    # In one process: this trial again, and another one.
    project.path("trials/0000.json").unlink()
    project.config["studies"]["gp"]["n_calls"] = 2
    said = project.run(TABLE, "results/gp/evaluation.json", cores=1)
    assert said.count("gp: trial ") == 2
    assert by_jobs.items() <= project.records().items()
    assert read_csv(project.path("trials.csv"))["val_two_best"].is_monotonic_decreasing
    evaluation = json.loads(project.path("evaluation.json").read_text())
    assert evaluation["accuracy"] < evaluation["two_best"] <= 1


def test_a_metric_that_is_not_reported_is_one_line_before_anything_runs(project):
    project.config["objective"] = {"metric": "val_auc"}
    said = project.run("-n", succeeds=False)
    [line] = [line for line in said.splitlines() if line.startswith("config:")]
    assert line == (
        "config: objective.metric: found val_auc, expected one that the training reports: "
        "accuracy, loss, val_accuracy, val_loss"
    )


def test_a_metric_that_one_s_own_network_does_not_report_is_one_line_before_it_trains(tmp_path):
    project = of_own_metric(tmp_path / "project")
    project.config["objective"]["metric"] = "val_auc"
    said = project.run(TABLE, succeeds=False)
    assert (
        "objective.metric: found val_auc, expected one that the training reports: "
        "loss, two_best, val_loss, val_two_best"
    ) in said
    assert not list(project.path("trials").glob("*.json"))


def test_the_old_name_of_the_target_is_understood_and_says_its_new_one(copied_project):
    copied_project.config["studies"]["gp"]["target_accuracy"] = 0.99
    said = copied_project.run("-n", "results/gp/trials.csv")
    assert "config: studies.gp.target_accuracy is now called target" in said
