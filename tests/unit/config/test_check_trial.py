"""The section `trial`: a Python function or a program in place of a Keras network."""

import pytest
from configured import assert_problems

from sametrials.config.one_study import study_config
from sametrials.config.validate import validate_config

TRAIN = "def train(hyper_parameters, data, seed, report):\n    pass\n"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """The folder of a run, with a user's file, a program and another file."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_trial.py").write_text(TRAIN)
    (tmp_path / "simulate").write_text("#!/bin/sh\n")
    (tmp_path / "simulate").chmod(0o755)
    (tmp_path / "settings.json").write_text("{}")
    return tmp_path


def config(trial="my_trial.py", **sections):
    return {
        "trial": trial,
        "objective": {"metric": "val_loss"},
        "search_space": {"x": {"type": "real", "low": 0, "high": 1}},
        "studies": {"gp": {}},
        **sections,
    }


def test_a_path_alone_is_that_of_a_file_with_train():
    checked = validate_config(config())
    assert checked["trial"] == {
        "file": "my_trial.py",
        "command": None,
        "environment": None,
        "packages": [],
        "files": [],
        "check_repeatable": False,
    }
    assert checked["training"] == {}
    assert checked["objective"]["direction"] == "minimize"


@pytest.mark.parametrize(
    "trial",
    [
        "my_trial.py",
        {"file": "my_trial.py", "packages": ["torch", "scikit-learn"], "check_repeatable": True},
        {"command": ["./simulate", "--json"], "files": ["settings.json"]},
        {"command": ["anything", "in the", "search path"]},
    ],
)
@pytest.mark.parametrize("dataset", [{}, None])
def test_a_checked_configuration_is_checked_and_reproduced_as_it_is(trial, dataset):
    checked = validate_config(config(trial, dataset=dataset, constants={"rate": 0.1, "name": "a"}))
    assert validate_config(checked) == checked
    alone = study_config(checked, "gp")
    again = validate_config(alone)
    assert study_config(again, "gp") == alone
    assert again["trial"] == checked["trial"]
    assert (again["dataset"] is None) == (dataset is None)


def test_hyper_parameters_may_have_any_names_and_values():
    space = {
        "epochs": {"type": "real", "low": -1.5, "high": 0},
        "num_conv_layers": {"type": "integer", "low": 0, "high": 99},
        "activation": {"type": "categorical", "categories": ["none", "any"]},
    }
    validate_config(config(search_space=space, constants={"batch_size": "large", "dropout": 7}))


def test_an_integer_stays_one_among_the_constants():
    checked = validate_config(config(constants={"n": 3, "x2": 0.5, "flag": True}))
    assert checked["constants"] == {"n": 3, "x2": 0.5, "flag": True}


@pytest.mark.parametrize(
    ("trial", "problem"),
    [
        (3, "trial: found 3, expected the path of a Python file .*, or null"),
        ("my_trial", "trial: found 'my_trial', expected the path of a Python file .*"),
        ([], "trial: found an empty list, expected the path of a Python file .*"),
        ({}, "trial: found neither file nor command, expected one of file and command"),
        (
            {"file": "my_trial.py", "command": ["./simulate"]},
            "trial: found file and command, expected one of file and command",
        ),
        ({"flie": "my_trial.py"}, r"trial.flie: found an unknown key, .* \(did you mean file\?\)"),
        (
            {"file": "my_trial.py", "environment": ".venv/bin/python"},
            "trial.environment: found no file .venv/bin/python, expected the path of a Python .*",
        ),
        (
            {"command": ["./simulate"], "environment": "simulate"},
            "trial.environment: found 'simulate', expected null, since it is for file .*",
        ),
        ("nowhere.py", "trial.file: nowhere.py: found No such file or directory, expected a file"),
        (
            "empty.py",
            r"trial.file: empty.py: found no function train, expected one: def train\(.*\)",
        ),
        ({"command": "./simulate"}, "trial.command: found './simulate', expected a list .*"),
        (
            {"command": []},
            "trial.command: found an empty list, expected a list of at least 1 item.*",
        ),
        ({"command": [""]}, r"trial.command\[0\]: found '', expected text that is not empty"),
        ({"command": ["./simulate", 3]}, r"trial.command\[1\]: found 3, expected text .*"),
        ({"command": ["./nowhere"]}, "trial.command: found ./nowhere, expected a program: .*"),
        (
            {"command": ["./settings.json"]},
            r"trial.command: found the file ./settings.json, which may not be executed, .*chmod.*",
        ),
        (
            {"file": "my_trial.py", "packages": ["torch", "torch"]},
            r"trial.packages\[1\]: found 'torch' again, expected each item only once",
        ),
        (
            {"file": "my_trial.py", "packages": ["torch==2"]},
            r"trial.packages\[0\]: found 'torch==2', expected the name of a package",
        ),
        (
            {"file": "my_trial.py", "files": ["nowhere.json"]},
            r"trial.files\[0\]: found no file nowhere.json, expected the path of a file",
        ),
        (
            {"file": "my_trial.py", "check_repeatable": "yes"},
            "trial.check_repeatable: found 'yes', expected true or false",
        ),
    ],
)
def test_a_mistake_is_one_line(here, trial, problem):
    (here / "empty.py").write_text("")
    assert_problems(config(trial), problem)


@pytest.mark.parametrize(
    ("sections", "problem"),
    [
        (
            {"training": {"epochs": 3}},
            "training.epochs: found 3, expected nothing, since trial is given: put it into .*",
        ),
        ({"objective": {}}, "objective.metric: found nothing, expected the name of a metric .*"),
        (
            {"objective": {"metric": "cost"}},
            "objective.direction: found nothing, expected maximize or minimize, since .*",
        ),
        (
            {"constants": {"x": 1}},
            "constants.x: found a hyper-parameter that is searched, expected a name that is not .*",
        ),
        ({"model": "my_trial.py"}, "model: found 'my_trial.py', expected null, since trial .*"),
    ],
)
def test_what_is_of_a_network_is_refused(sections, problem):
    assert_problems(config(**sections), problem)


def test_a_network_needs_data():
    space = {"learning_rate": {"type": "real", "low": 1e-5, "high": 1e-2}}
    constants = {"num_dense_layers": 1, "num_dense_nodes": 9, "activation": "relu"}
    assert_problems(
        config(None, dataset=None, search_space=space, constants=constants),
        "dataset: found null, expected a mapping, since the network learns from data .*",
    )
