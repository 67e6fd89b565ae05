"""A configuration as a whole: that of the repository, and what holds between its sections."""

import copy

import pytest
import yaml
from experiments import ROOT, changed, experiment, merge, problems
from jsonschema import Draft202012Validator

from sametrials.config.schema_reader import load_schema
from sametrials.config.validate import validate_config


def test_all_problems_are_reported_each_once():
    config = changed(("seed",), -1)
    config["search_space"]["learning_rate"]["low"] = 1.0
    config["search_space"]["num_dense_nodes"]["high"] = "many"
    config["default_parameters"]["activation"] = "tanh"
    config["studies"]["gp"]["window"] = 0
    config["studies"]["forest"] = {"optimizer": "forest", "n_calls": 3}
    assert [line.split(":")[1].strip() for line in problems(config)] == [
        "seed",
        "search_space.num_dense_nodes.high",
        "studies.gp.window",
        "search_space.learning_rate.low",
        "default_parameters.activation",
        "studies.forest.n_calls",
    ]


@pytest.mark.parametrize("path", ["config.yaml", "config/demo.yaml", "config/compare.yaml"])
def test_the_configurations_of_the_repository_are_valid(path):
    valid = validate_config(yaml.safe_load((ROOT / path).read_text()))
    assert not list(Draft202012Validator(load_schema()).iter_errors(valid))
    assert validate_config(valid) == valid


def test_the_experiment_spells_out_the_defaults():
    config = experiment()
    spelt_out = validate_config(config)
    minimal = validate_config({"search_space": config["search_space"], "studies": {"gp": {}}})
    assert minimal == spelt_out | {"default_parameters": None}


@pytest.mark.parametrize("name", ["demo", "compare"])
def test_a_configuration_apart_says_everything_itself(name):
    """Merged over config.yaml, as in the jobs of a cluster, it gives the same studies."""
    apart = yaml.safe_load((ROOT / "config" / f"{name}.yaml").read_text())
    valid = validate_config(copy.deepcopy(apart))
    merged = validate_config(merge(experiment(), apart))
    merged["studies"] = {study: merged["studies"][study] for study in valid["studies"]}
    assert merged == valid


def test_other_data_on_top_of_the_experiment_get_their_own_defaults(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.csv").write_text("a,y\n" + "1,2.5\n" * 30)
    other = {
        "dataset": {"name": "x", "format": "table", "path": "x.csv", "target": "y"},
        "model": "mlp",
    }
    merged = validate_config(merge(experiment(), other))
    alone = validate_config({key: experiment()[key] for key in ("search_space", "studies")} | other)
    for section in ("dataset", "training", "objective"):
        assert merged[section] == alone[section]
    assert (merged["dataset"]["validation"], merged["dataset"]["split"]) == (None, "shuffled")
    assert (merged["training"]["epochs"], merged["objective"]["metric"]) == (50, "val_loss")


def test_a_study_has_the_top_level_seed_unless_it_has_its_own():
    config = changed(("seed",), 7)
    config["studies"]["other"] = {"seed": 8}
    studies = validate_config(config)["studies"]
    assert (studies["gp"]["seed"], studies["other"]["seed"]) == (7, 8)


def test_a_study_with_several_seeds_is_a_study_of_each():
    config = changed(("studies", "gp", "seed"), [8, "9"])
    studies = validate_config(config)["studies"]
    assert {name: study["seed"] for name, study in studies.items()} == {"gp-8": 8, "gp-9": 9}
    assert studies["gp-8"] == validate_config(changed(("seed",), 8))["studies"]["gp"]
    valid = validate_config(config)
    assert validate_config(valid) == valid


def test_no_seed_makes_a_study_that_is_there_already():
    config = changed(("studies", "gp", "seed"), [8, 9])
    config["studies"]["gp-9"] = {}
    assert problems(config) == [
        "config: studies.gp.seed[1]: found 9, which makes a second study gp-9, expected another "
        "seed or another name"
    ]


def test_a_name_that_does_not_equal_itself_is_told():
    [line] = problems(changed(("studies",), {float("nan"): None}))
    assert line.startswith("config: studies[nan]: found the name nan, expected a name of up to 64")
