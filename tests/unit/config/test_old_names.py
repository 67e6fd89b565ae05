"""Keys that have another name now: `target_accuracy` of a study is its `target`."""

import copy

import pytest
from experiments import changed, experiment, problems

from sametrials.config.validate import validate_config

GP = ("studies", "gp")


def test_the_old_name_is_understood_and_the_new_one_told():
    notes = []
    valid = validate_config(changed((*GP, "target_accuracy"), 0.99), note=notes.append)
    assert notes == ["config: studies.gp.target_accuracy is now called target"]
    assert valid == validate_config(changed((*GP, "target"), 0.99))
    assert valid["studies"]["gp"]["target"] == 0.99
    assert "target_accuracy" not in valid["studies"]["gp"]


def test_it_is_told_of_each_study_that_has_the_old_name():
    config = experiment()
    config["studies"] = {name: {"target_accuracy": 0.9} for name in ("one", "other")}
    config["studies"]["new"] = {"target": 0.9}
    notes = []
    validate_config(config, note=notes.append)
    assert notes == [
        "config: studies.one.target_accuracy is now called target",
        "config: studies.other.target_accuracy is now called target",
    ]


def test_nothing_is_told_of_the_new_name():
    notes = []
    validate_config(changed((*GP, "target"), 0.99), note=notes.append)
    validate_config(changed((*GP, "target_accuracy"), 0.99))  # whoever does not listen
    assert notes == []


def test_the_old_name_and_the_new_one_together_are_a_mistake():
    config = experiment()
    config["studies"]["gp"] |= {"target_accuracy": 0.9, "target": 0.9}
    [line] = problems(config)
    assert line.startswith("config: studies.gp.target_accuracy: found ")
    assert "target" in line.partition(", expected ")[2]


@pytest.mark.parametrize("metric", ["val_loss", "loss", "accuracy"])
def test_the_old_name_is_refused_where_something_else_is_optimised(metric):
    config = changed((*GP, "target_accuracy"), 0.9)
    config["objective"] = {"metric": metric}
    assert problems(config) == [
        "config: studies.gp.target_accuracy: found an old name, expected target, the new name of "
        f"this key, with a value of {metric}"
    ]


@pytest.mark.parametrize("objective", [{}, {"metric": "val_accuracy"}, {"epoch": "best"}])
def test_the_old_name_stands_where_the_validation_accuracy_is_optimised(objective):
    config = changed((*GP, "target_accuracy"), 0.9)
    config["objective"] = objective
    assert validate_config(config)["studies"]["gp"]["target"] == 0.9


def test_a_mistake_in_an_old_key_is_told_under_its_new_name():
    [line] = problems(changed((*GP, "target_accuracy"), "high"))
    assert line == "config: studies.gp.target: found 'high', expected a number or null"


def test_the_configuration_with_old_names_is_not_changed():
    config = changed((*GP, "target_accuracy"), 0.9)
    given = copy.deepcopy(config)
    validate_config(config)
    assert config == given


@pytest.mark.parametrize("studies", [None, [], "gp", {"gp": None}, {"gp": ["target_accuracy"]}])
def test_what_is_no_study_is_a_mistake_of_its_own(studies):
    [line] = problems(changed(("studies",), studies))
    assert line.startswith("config: studies")
