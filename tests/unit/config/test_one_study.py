from pathlib import Path

import pytest
import yaml

from sametrials.common.errors import ConfigError
from sametrials.config.one_study import study_config
from sametrials.config.validate import validate_config

REPOSITORY = Path(__file__).parents[3]
CONFIGS = [REPOSITORY / "config.yaml", *sorted((REPOSITORY / "config").glob("*.yaml"))]


@pytest.mark.parametrize("file", CONFIGS, ids=lambda file: file.stem)
def test_the_configuration_of_a_study_makes_the_same_study_again(file):
    config = validate_config(yaml.safe_load(file.read_text()))
    for name in config["studies"]:
        alone = study_config(config, name)
        again = validate_config(yaml.safe_load(yaml.safe_dump(alone, sort_keys=False)))
        assert again["studies"] == {name: config["studies"][name]}
        assert study_config(again, name) == alone
        for key in (
            "objective",
            "search_space",
            "training",
            "constants",
            "default_parameters",
            "model",
        ):
            assert again[key] == config[key], key
            if isinstance(config[key], dict):
                assert list(again[key]) == list(config[key])


def test_nothing_but_what_decides_the_results_is_in_it():
    config = validate_config(yaml.safe_load((REPOSITORY / "config.yaml").read_text()))
    config["dataset"]["mirrors"] = ["https://a.test/"]
    alone = study_config(config, "gp")
    assert set(config) - set(alone) == {
        *("seed", "figures", "retry_failed", "dispatch", "mix_processors")
    }
    assert "mirrors" not in alone["dataset"]


def test_folds_are_noted_once_and_stay_those_of_the_data_set():
    config = yaml.safe_load((REPOSITORY / "config.yaml").read_text())
    config["dataset"] = {"name": "digits", "format": "sklearn", "cross_validation": 4}
    checked = validate_config(config)
    assert checked["objective"]["folds"] == 4
    alone = study_config(checked, "gp")
    assert "folds" not in alone["objective"]
    again = validate_config(yaml.safe_load(yaml.safe_dump(alone, sort_keys=False)))
    assert again["objective"] == checked["objective"]
    assert study_config(again, "gp") == alone
    config["dataset"]["cross_validation"] = None
    assert "folds" not in validate_config(config)["objective"]


def test_folds_are_no_key_of_the_objective_that_users_write():
    config = yaml.safe_load((REPOSITORY / "config.yaml").read_text())
    config["objective"]["folds"] = 4
    with pytest.raises(ConfigError, match=r"config: objective.folds: found an unknown key"):
        validate_config(config)


def test_a_setting_that_the_study_does_not_use_is_left_out():
    config = yaml.safe_load((REPOSITORY / "config.yaml").read_text())
    config["studies"] = {"random": {"optimizer": "random"}, "gp": {"optimizer": "gp"}}
    checked = validate_config(config)
    assert "acq_func" not in study_config(checked, "random")["studies"]["random"]
    assert "acq_func" in study_config(checked, "gp")["studies"]["gp"]


def test_points_to_try_first_stay_with_the_studies_that_use_them():
    config = yaml.safe_load((REPOSITORY / "config.yaml").read_text())
    config |= {"studies": {"grid": {"optimizer": "grid"}, "gp": {}}}
    config["enqueue"] = [{"activation": "relu"}]
    checked = validate_config(config)
    for name, points in (("gp", config["enqueue"]), ("grid", [])):
        alone = study_config(checked, name)
        assert alone["enqueue"] == points
        assert validate_config(alone)["enqueue"] == points
