"""A small table, cross-validated: all results, and the same trials as jobs."""

import json

import numpy as np
import pandas as pd
import pytest

from project import REPOSITORY, Project, jobs

FUNCTION = """
import json
import numpy as np


def train(hyper_parameters, data, seed, report):
    x, y = data.x_train.to_numpy(), data.y_train
    weights = np.linalg.solve(x.T @ x + hyper_parameters["ridge"] * np.eye(x.shape[1]), x.T @ y)
    path = f"{report.folder}/weights.json"
    with open(path, "w") as file:
        json.dump(weights.tolist(), file)
    report.save(path)
    return {"val_rmse": np.sqrt(np.mean((data.x_validation @ weights - data.y_validation) ** 2))}


def evaluate(model, data):
    with open(model) as file:
        predicted = data.x_test @ np.array(json.load(file))
    error = np.sqrt(np.mean((predicted - data.y_test) ** 2))
    return {"rmse": error, "predictions": predicted.to_numpy()}
"""
STUDY = {"n_calls": 4, "n_initial_points": 2, "window": 2}
TABLE = "results/gp/trials.csv"
NAMES = ("trials.csv", "learning_curves.csv", "evaluation.json", "summary.html")
FILES = [f"results/gp/{name}" for name in (*NAMES, "plots/predicted_true.svg")]


def configure(project):
    random = np.random.RandomState(1)
    table = pd.DataFrame(random.normal(size=(40, 3)), columns=["a", "b", "y"])
    table["y"] += table["a"] - 2 * table["b"]
    table.to_csv(project.folder / "small.csv", index=False)
    (project.folder / "my_trial.py").write_text(FUNCTION)
    project.config = {
        "trial": "my_trial.py",
        "dataset": {
            "name": "small",
            "format": "table",
            "path": "small.csv",
            "target": "y",
            "cross_validation": 3,
        },
        "objective": {"metric": "val_rmse"},
        "search_space": {
            "ridge": {"type": "real", "low": 0.1, "high": 1000, "prior": "log-uniform"}
        },
        "studies": {"gp": STUDY},
        "figures": {"formats": ["svg"]},
    }


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A project run on one core as far as all that knows of folds."""
    project = Project(tmp_path_factory.mktemp("folds") / "project", REPOSITORY / "tests" / "data")
    configure(project)
    project.said = project.run(*FILES, cores=1)
    return project


def test_all_results_are_made(finished):
    project, said = finished, finished.said
    assert "dataset: cross-validation with 3 folds of 10 to 11 rows" in said
    data = {path.name for path in (project.folder / "results/data").glob("*.npz")}
    assert data == {"small.npz", "small-fold-2.npz", "small-fold-3.npz"}
    trials = pd.read_csv(project.path("trials.csv"))
    curves = pd.read_csv(project.path("learning_curves.csv"))
    assert curves["fold"].tolist() == [1, 2, 3] * 4
    means = curves.groupby("trial")["val_rmse"].mean()
    assert np.allclose(trials["val_rmse"], means[trials["trial"]])
    figures = set(jobs(project.run("-n", "--forceall")))
    assert {"plot_convergence", "plot_predicted_true"} <= figures
    assert "plot_learning_curves" not in figures
    page = project.path("summary.html").read_text()
    assert "mean of 3 folds ± standard error" in page
    assert "small-fold-3.npz (SHA-256)" in page
    assert json.loads(project.path("evaluation.json").read_text())["rmse"] > 0
    assert "Nothing to be done" in project.run("-n", *FILES)


def test_jobs_give_the_same_trials_and_other_folds_set_them_aside(finished, project):
    configure(project)
    listed = jobs(project.run(TABLE, "--config", "dispatch=jobs", cores=3))
    assert listed["run_trial"] == 4
    assert project.table() == finished.table()

    project.config["dataset"]["cross_validation"] = 2
    said = project.run("results/gp/search.json")
    assert "4 trial records made under other settings are not used" in said
    assert project.records() != finished.records()
