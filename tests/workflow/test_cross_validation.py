"""A small table, cross-validated: all results, and the same trials as jobs."""

import json

import numpy as np
import pandas as pd

from project import jobs

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
STUDY = {"n_calls": 5, "n_initial_points": 3, "window": 2}


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


def test_all_results_are_made_and_jobs_give_the_same_trials(project):
    configure(project)
    said = project.run(cores=1)
    assert "dataset: cross-validation with 3 folds of 10 to 11 rows" in said
    data = {path.name for path in (project.folder / "results/data").glob("*.npz")}
    assert data == {"small.npz", "small-fold-2.npz", "small-fold-3.npz"}
    trials = pd.read_csv(project.path("trials.csv"))
    curves = pd.read_csv(project.path("learning_curves.csv"))
    assert curves["fold"].tolist() == [1, 2, 3] * 5
    means = curves.groupby("trial")["val_rmse"].mean()
    assert np.allclose(trials["val_rmse"], means[trials["trial"]])
    figures = {path.stem for path in project.path("plots").iterdir()}
    assert {"convergence", "predicted_true"} <= figures
    assert "learning_curves" not in figures
    page = project.path("summary.html").read_text()
    assert "mean of 3 folds ± standard error" in page
    assert "small-fold-3.npz (SHA-256)" in page
    assert json.loads(project.path("evaluation.json").read_text())["rmse"] > 0
    assert "Nothing to be done" in project.run("-n")

    expected = project.table()
    (project.folder / "results").rename(project.folder / "of one core")
    listed = jobs(project.run("results/gp/trials.csv", "--config", "dispatch=jobs", cores=3))
    assert listed["run_trial"] == 5
    assert project.table() == expected


def test_another_number_of_folds_makes_them_anew_and_sets_the_records_aside(project):
    configure(project)
    project.run("results/gp/trials.csv")
    alone = project.table()
    project.config["dataset"]["cross_validation"] = 2
    said = project.run("results/gp/trials.csv")
    assert "5 trial records made under other settings are not used" in said
    assert project.table() != alone
    project.config["dataset"]["cross_validation"] = 3
    project.run("results/gp/trials.csv")
    assert project.table() == alone
