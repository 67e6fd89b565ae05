"""A search by a user's function: the same trials in parallel, killed and resumed, extended."""

import pytest

from sametrials.common.errors import ConfigError, SearchError
from sametrials.tasks.from_config import task_of
from users_trial import checked, facts_of, kill_after, search

FILE = """
import random, time
import numpy as np
import beside

state = []


def train(hyper_parameters, data, seed, report):
    assert data is None
    time.sleep(0.05)
    error = beside.error(hyper_parameters) + 0.01 * (random.random() + np.random.rand())
    for step in range(4):
        report(step, val_error=error + 0.5**step, loss=error)
    return {"val_error": error, "size": 3}
"""
BESIDE = """
def error(hyper_parameters):
    return (hyper_parameters["x"] - 0.3) ** 2 + 0.2 * (hyper_parameters["kind"] == "flat")
"""

SETTINGS = {
    "none": {},
    "median": {"pruning": "median", "optimizer": "random", "n_initial_points": 10, "n_calls": 14},
}
"""The settings of a study, by its pruning; without a surrogate more trials are bad ones."""


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The folder of a run, with the user's file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_trial.py").write_text(FILE)
    (tmp_path / "beside.py").write_text(BESIDE)
    return tmp_path


@pytest.fixture
def sequential(here):
    return facts_of(search(here / "one", "my_trial.py"))


@pytest.mark.parametrize("pruning", ["none", "median"])
def test_one_and_three_workers_killed_and_resumed_and_extended_give_the_same_trials(here, pruning):
    study = {"study": SETTINGS[pruning]}
    expected = facts_of(search(here / "one", "my_trial.py", 1, **study))
    assert facts_of(search(here / "three", "my_trial.py", 3, **study)) == expected
    kill_after(2, here / "killed", "my_trial.py", **study)
    assert facts_of(search(here / "killed", "my_trial.py", 2, **study)) == expected
    short = {"study": study["study"] | {"n_calls": 5}}
    assert facts_of(search(here / "longer", "my_trial.py", 3, **short)) == expected[:5]
    assert facts_of(search(here / "longer", "my_trial.py", 3, **study)) == expected
    states = {state for _, state, *_ in expected}
    assert states == ({"complete"} if pruning == "none" else {"complete", "pruned"})
    value = next(each[3] for each in expected if each[1] == "complete")
    history = next(each[5] for each in expected if each[1] == "complete")
    assert history["val_error"] == [value + 0.5**step for step in range(4)]
    assert history["size"] == [None, None, None, 3]


def test_what_a_trial_does_to_the_process_changes_no_other_trial(here, sequential):
    harm = "    import os; os.chdir('/'); random.seed(0); os.environ['A'] = 'b'\n"
    marked = FILE.replace("    return", f"{harm}    return")
    (here / "my_trial.py").write_text(marked)
    assert facts_of(search(here / "harm", "my_trial.py")) == sequential


def test_an_exit_and_an_exception_are_failed_trials_and_the_search_goes_on(here):
    trouble = (
        "    if hyper_parameters['kind'] == 'flat':\n        raise SystemExit('no licence')\n"
        "    if hyper_parameters['x'] > 0.5:\n        open('/nowhere/at/all')\n"
    )
    (here / "my_trial.py").write_text(FILE.replace("    time.sleep", f"{trouble}    time.sleep"))
    records = search(here / "gp", "my_trial.py", 3).records
    errors = {record.error for record in records if record.state == "failed"}
    assert {record.state for record in records} == {"complete", "failed"}
    assert "SystemExit: no licence" in errors
    assert any("FileNotFoundError" in error for error in errors)


def test_what_decides_a_trial_is_its_file_what_that_imports_packages_files_and_constants(here):
    (here / "settings.json").write_text("{}")
    trial = {"file": "my_trial.py", "packages": ["numpy"], "files": ["settings.json"]}

    def identity(**sections):
        return task_of(checked(trial, **sections), None).identity()

    first = identity()
    assert identity() == first
    (here / "my_trial.py").write_text(FILE + "# a comment\n")
    assert identity() == first
    changes = {
        "constants": lambda: identity(constants={"y": 1}),
        "files": lambda: (here / "settings.json").write_text("[]") and identity(),
        "code": lambda: (
            (here / "beside.py").write_text(BESIDE.replace("0.3", "0.4")) and identity()
        ),
    }
    before = first
    for part, change in changes.items():
        after = change()
        assert [key for key in before if before[key] != after[key]] == (
            [part] if part != "files" else ["constants", "files"]
        )
        before = after
    assert first["versions"].keys() == {"numpy"}
    assert first["data"] is None


def test_a_package_that_is_missing_is_told_before_a_trial(here):
    trial = {"file": "my_trial.py", "packages": ["no-such-package"]}
    with pytest.raises(ConfigError, match=r"trial.packages: found no installed package no-such-p"):
        task_of(checked(trial), None)


@pytest.mark.parametrize(
    ("file", "new"), [("my_trial.py", FILE + "x = 1\n"), ("beside.py", BESIDE + "y = 1\n")]
)
def test_what_changes_after_the_search_began_is_not_trained(here, file, new):
    task = task_of(checked("my_trial.py"), None)
    (here / file).write_text(new)
    with pytest.raises(SearchError, match=f"code trial: {file}: found what was changed"):
        task.make_trainer()


@pytest.mark.parametrize("workers", [1, 3])
def test_a_training_that_does_not_repeat_is_told_plainly(here, workers):
    trial = {"file": "my_trial.py", "check_repeatable": True}
    expected = facts_of(search(here / "one", "my_trial.py", workers))
    assert facts_of(search(here / "checked", trial, workers)) == expected
    (here / "my_trial.py").write_text(FILE.replace("loss=error)", "loss=time.time())"))
    with pytest.raises(SearchError, match=r"(?s)check_repeatable: trial 0, .*: found \d.* as loss"):
        search(here / "other", trial, workers)


def test_variables_of_the_file_that_change_the_next_training_are_found_by_the_check(here):
    trial = {"file": "my_trial.py", "check_repeatable": True}
    leak = FILE.replace("    time.sleep", "    state.append(1)\n    time.sleep")
    (here / "my_trial.py").write_text(leak.replace("+ 0.5**step", "+ len(state)"))
    with pytest.raises(SearchError, match=r"as val_error after step 1, then"):
        search(here / "gp", trial)


COUNTED = FILE.replace("    time.sleep", "    open('calls', 'a').write('x')\n    time.sleep")
SAVE = """
    path = str(report.folder / "model")
    open(path, "w").write("best")
    report.save(path)
    return"""
EVALUATED = (
    COUNTED.replace("\n    return", SAVE)
    + "\n\ndef evaluate(model, data):\n    return {'error': 1}\n"
)


def test_the_best_trial_is_trained_again_for_a_missing_model_only_if_there_is_to_be_one(here):
    for source, calls in ((COUNTED, 9), (EVALUATED, 10)):
        (here / "calls").unlink(missing_ok=True)
        (here / "my_trial.py").write_text(source)
        folder = here / f"of {calls}"
        first = facts_of(search(folder, "my_trial.py"))
        for model in (folder / "trials").glob("*.model"):
            model.unlink()
        assert facts_of(search(folder, "my_trial.py")) == first
        assert len((here / "calls").read_text()) == calls
    assert [path.read_text() for path in (folder / "trials").glob("*.model")] == ["best"]
