"""The user's file in another Python environment; here it is that of the tests once more."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from test_function_searches import BESIDE, FILE

from sametrials.common.errors import ConfigError
from sametrials.data.arrays import Arrays, write_arrays
from sametrials.tasks.evaluate import evaluate_best_model
from sametrials.tasks.from_config import task_of
from sametrials.tasks.python_function.environment import INTERPRETER, environment_versions
from simulated import record_of
from users_trial import checked, facts_of, job, kill_after, search


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The folder of a run, with the user's file and an interpreter."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_trial.py").write_text(FILE)
    (tmp_path / "beside.py").write_text(BESIDE)
    (tmp_path / "python").symlink_to(sys.executable)
    return tmp_path


ELSEWHERE = {"file": "my_trial.py", "environment": sys.executable}


def test_trials_elsewhere_are_those_of_here_in_parallel_killed_and_resumed(here):
    expected = facts_of(search(here / "here", "my_trial.py"))
    checked_twice = ELSEWHERE | {"check_repeatable": True}
    assert facts_of(search(here / "one", checked_twice, 1)) == expected
    assert facts_of(search(here / "three", ELSEWHERE, 3)) == expected
    kill_after(2, here / "killed", ELSEWHERE)
    assert facts_of(search(here / "killed", ELSEWHERE, 2)) == expected


def test_what_goes_wrong_there_is_a_failed_trial_and_the_search_goes_on(here):
    trouble = (  # of the trials 2, 3 and 0
        "    if hyper_parameters['x'] > 0.8:\n        raise SystemExit('no licence')\n"
        "    if 0.45 < hyper_parameters['x'] < 0.6:\n        1 / 0\n"
        "    if hyper_parameters['x'] < -0.7:\n        import os; os._exit(7)\n"
    )
    (here / "my_trial.py").write_text(FILE.replace("    time.sleep", f"{trouble}    time.sleep"))
    records = search(here / "gp", ELSEWHERE, 3).records
    errors = {record.error for record in records if record.state == "failed"}
    assert {"SystemExit: no licence", "ZeroDivisionError: division by zero"} <= errors
    assert "its worker died (exit code 7)" in errors
    assert "complete" in {record.state for record in records}


def test_what_a_trial_prints_or_leaves_behind_disturbs_no_other(here):
    harm = (
        "    print('hello'); os.chdir('/')\n"
        "    threading.Thread(target=time.sleep, args=(99,)).start()\n"
    )
    source = f"import os, threading\n{FILE}".replace("    return", f"{harm}    return")
    expected = facts_of(search(here / "here", "my_trial.py", study={"n_calls": 4}))
    (here / "my_trial.py").write_text(source)
    assert facts_of(search(here / "gp", ELSEWHERE, study={"n_calls": 4})) == expected


def test_the_versions_there_decide_a_trial(here):
    task = task_of(checked(ELSEWHERE | {"packages": ["scikit-learn"]}), None)
    versions = task.identity()["versions"]
    assert list(versions) == [
        "python of trial.environment",
        "numpy of trial.environment",
        "scikit-learn",
    ]
    assert versions["python of trial.environment"] == "{}.{}".format(*sys.version_info)


@pytest.mark.parametrize(
    ("source", "packages", "message"),
    [
        ("#!/bin/sh\nexit 3\n", [], "which does not run .*, expected a Python interpreter"),
        ("#!/bin/sh\necho hello\n", [], "which does not run .*, expected a Python interpreter"),
        (
            '#!/bin/sh\necho \'{"python": [3, 9], "packages": {}}\'\n',
            [],
            r"found Python 3\.9, expected 3\.11 or a newer one",
        ),
        (None, ["no-such-package"], "found no installed package no-such-package there, expected"),
    ],
)
def test_an_environment_that_will_not_do_is_told_with_advice(here, source, packages, message):
    interpreter = here / "other"
    if source is None:
        interpreter = sys.executable
    else:
        interpreter.write_text(source)
        interpreter.chmod(0o755)
    with pytest.raises(ConfigError, match=f"trial.environment: .*{message}"):
        environment_versions(str(interpreter), packages)


def test_what_a_trial_prints_there_is_in_the_log_when_it_has_ended(here, capfd, monkeypatch):
    monkeypatch.delenv("PYTHONUNBUFFERED", raising=False)
    (here / "my_trial.py").write_text(
        FILE.replace("    time.sleep", "    print('hello')\n    time.sleep")
    )
    train = task_of(checked(ELSEWHERE), None).make_trainer()
    train(job(here))
    assert "hello" in capfd.readouterr().err


def test_a_conda_environment_is_found_where_the_rules_have_noted_it(here):
    (here / "mine.yaml").write_text("dependencies: [python =3.11]\n")
    trial = ELSEWHERE | {"environment": "mine.yaml"}
    with pytest.raises(ConfigError, match=r"trial.environment: found mine.yaml, but not .*: run"):
        task_of(checked(trial), None)
    Path(INTERPRETER).parent.mkdir(parents=True)
    Path(INTERPRETER).write_text(f"{sys.executable}\n")
    found = task_of(checked(trial), None)
    assert found.identity() == task_of(checked(ELSEWHERE), None).identity()
    assert found.make_trainer()(job(here)).state == "complete"


def test_a_file_that_cannot_be_run_there_is_told_with_its_line(here):
    (here / "my_trial.py").write_text(f"1 / 0\n{FILE}")
    task = task_of(checked(ELSEWHERE), None)
    with pytest.raises(ConfigError, match=r"my_trial.py, line 1: found ZeroDivisionError"):
        task.make_trainer()


MODEL = """
def train(hyper_parameters, data, seed, report):
    path = str(report.folder / "w.txt")
    with open(path, "w") as file:
        file.write(str(data.y_validation.sum()))
    report.save(path)
    return {"val_error": 1.0}


def evaluate(model, data):
    return {"error": float(open(model).read()), "predictions": data.y_test}
"""


def test_data_and_models_go_there_and_come_back(here):
    (here / "my_trial.py").write_text(MODEL)
    parts = [np.full((n, 2), n, np.float32) for n in (4, 3, 2)]
    write_arrays(here / "data.npz", Arrays(*[each for x in parts for each in (x, x[:, 0])]))
    config = checked(ELSEWHERE)
    train = task_of(config, here / "data.npz").make_trainer()
    assert train(job(here)).value == 1.0
    assert (here / "0001.model").read_text() == "9.0"
    best = record_of(1, 1.0, metric="val_error", seed=17)
    files = "evaluation.json", "predictions.npz"
    evaluate_best_model(config, "0001.model", "data.npz", best, *files)
    assert json.loads((here / "evaluation.json").read_text()) == {"examples": 2, "error": 9.0}
    with np.load(here / "predictions.npz") as written:
        assert written["predicted"].tolist() == [[2], [2]]
