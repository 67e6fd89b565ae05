"""A user's own Python function, with data and without, and a program, in place of the network."""

import copy
import json
import sys

import numpy as np

from functions import EVALUATED
from project import jobs, kill

FUNCTION = """
import random, time

def train(hyper_parameters, data, seed, report):
    assert data is None
    time.sleep(0.3)
    cost = (hyper_parameters["x"] - 0.3) ** 2 + hyper_parameters["n"] + 0.01 * random.random()
    for step in range(3):
        report(step, cost=cost + 0.5**step)
    return {"cost": cost}
"""
PROGRAM = f"""#!{sys.executable}
import json, random, sys, time

given = json.load(sys.stdin)
assert given["data"] is None
time.sleep(0.3)
x, n = given["hyper_parameters"]["x"], given["hyper_parameters"]["n"]
cost = (x - 0.3) ** 2 + n + 0.01 * random.Random(given["seed"]).random()
for step in range(3):
    print(json.dumps({{"step": step, "metrics": {{"cost": cost + 0.5**step}}}}), flush=True)
print(json.dumps({{"metrics": {{"cost": cost}}}}))
"""
TRIALS = {
    "function": {"file": "my_trial.py", "check_repeatable": True},
    "program": {"command": ["./simulate"], "check_repeatable": True},
}
SECTIONS = {
    "dataset": None,
    "objective": {"metric": "cost", "direction": "minimize"},
    "search_space": {
        "x": {"type": "real", "low": -1, "high": 1},
        "n": {"type": "integer", "low": 0, "high": 3},
    },
    "studies": {"gp": {"n_calls": 5, "n_initial_points": 3, "window": 2}},
    "figures": {"formats": ["svg"]},
}
TABLE = "results/gp/trials.csv"
SEARCH = "results/gp/search.json"
"""Without the table, which is made of the records."""


def configure(project, trial, **sections):
    (project.folder / "my_trial.py").write_text(FUNCTION)
    (project.folder / "simulate").write_text(PROGRAM)
    (project.folder / "simulate").chmod(0o755)
    project.config = copy.deepcopy({"trial": trial, **SECTIONS, **sections})


def test_cores_kills_jobs_and_more_calls_give_the_same_trials_of_a_function(project):
    configure(project, TRIALS["function"])
    results = project.folder / "results"
    project.run(TABLE, cores=1)
    expected = project.table()
    assert expected.count("complete") == 5
    kept = project.records()
    results.rename(project.folder / "of one core")

    process = project.start(SEARCH, cores=3)
    project.wait_for_trials(process, 2)
    kill(process)
    assert len(project.records()) < 5
    project.run(SEARCH, cores=3)
    assert project.records() == kept
    results.rename(project.folder / "of three cores, killed")

    listed = jobs(project.run(TABLE, "--config", "dispatch=jobs"))
    assert listed["run_trial"] == 5
    assert project.table() == expected

    project.config["studies"] = {"gp": SECTIONS["studies"]["gp"] | {"n_calls": 7}}
    said = project.run(SEARCH)
    assert said.count("gp: trial ") == 2
    assert kept.items() <= project.records().items()


def test_a_program_gives_the_same_trials_as_jobs(project):
    """Kills, workers and more calls: tests/unit/tasks/command/test_command_searches.py."""
    configure(project, TRIALS["program"])
    project.config["studies"]["gp"]["n_calls"] = 4
    project.run(SEARCH)
    kept = project.records()
    (project.folder / "results").rename(project.folder / "of one process")
    listed = jobs(project.run(TABLE, "--config", "dispatch=jobs"))
    assert listed["run_trial"] == project.table().count("complete") == 4
    assert project.records() == kept


def test_all_results_are_made_without_data_and_without_a_model(project):
    configure(project, "my_trial.py")
    project.run()
    names = {path.name for path in project.path("").iterdir()}
    assert {"trials.csv", "best_trial.json", "summary.html", "ro-crate-metadata.json"} <= names
    assert not {name for name in names if "model" in name or "evaluation" in name}
    figures = {path.stem for path in project.path("plots").iterdir()}
    assert "learning_curves" in figures
    assert not figures & {"predictions", "confusion_matrix", "misclassified"}
    page = project.path("summary.html").read_text()
    assert "my_trial.py" in page
    assert "images" not in page
    assert "Nothing to be done" in project.run("-n")
    project.run("--report", "report.html")

    project.config["studies"]["random"] = {"optimizer": "random", "n_calls": 4}
    comparison = "results/comparison/comparison.csv"
    project.run(comparison)
    header = (project.folder / comparison).read_text().splitlines()[0]
    assert header.count("test_cost") == 2

    (project.folder / "my_trial.py").write_text(FUNCTION.replace("0.01", "0.02"))
    assert jobs(project.run("-n", TABLE))["run_search"] == 1


def test_a_function_with_evaluate_has_a_best_model_that_is_tested_and_drawn(project):
    (project.folder / "my_trial.py").write_text(EVALUATED)
    project.config = {
        "trial": {"file": "my_trial.py", "packages": ["numpy"]},
        "dataset": project.config["dataset"],
        "objective": {"metric": "val_accuracy"},
        "search_space": {
            "ridge": {"type": "real", "low": 0.1, "high": 1000, "prior": "log-uniform"}
        },
        "studies": SECTIONS["studies"],
        "figures": SECTIONS["figures"],
    }
    drawn = ("predictions", "confusion_matrix", "misclassified")
    assert {f"plot_{name}" for name in drawn} <= set(jobs(project.run("-n")))
    files = ("best_model.model", "summary.html", *(f"plots/{name}.svg" for name in drawn))
    project.run(*(f"results/gp/{name}" for name in files))
    assert project.path("best_model.model").exists()
    evaluation = json.loads(project.path("evaluation.json").read_text())
    assert evaluation["examples"] == 300
    assert evaluation["accuracy"] > 0.5
    with np.load(project.path("predictions.npz")) as written:
        predicted = written["probabilities"].argmax(axis=1)
        assert np.mean(predicted == written["labels"]) == evaluation["accuracy"]
    page = project.path("summary.html").read_text()
    assert f"{evaluation['accuracy']:.4f} ±" in page
    project.path("best_model.model").write_text("[]")
    said = project.run(
        "results/gp/evaluation.json", "--forcerun", "evaluate_best_model", succeeds=False
    )
    assert "found no such model as the trial saved" in said


def test_a_mistake_in_it_is_one_line_before_anything_runs(project):
    configure(project, "my_trial.py")
    (project.folder / "my_trial.py").write_text(FUNCTION.replace(", report):", "):"))
    said = project.run("-n", succeeds=False)
    [line] = [line for line in said.splitlines() if line.startswith("config:")]
    assert line == (
        "config: trial.file: my_trial.py, line 4: found other arguments of train, expected "
        "def train(hyper_parameters, data, seed, report)"
    )
