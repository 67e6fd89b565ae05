"""A study by itself, without a configuration around it."""

import pytest
from experiments import REAL

from sametrials.common.errors import ConfigError
from sametrials.config.validate import validate_study
from sametrials.study.objective import Objective


def test_a_study_by_itself_has_one_seed():
    with pytest.raises(ConfigError, match=r"^study\.seed: found a list of 2 items, expected one"):
        validate_study({"seed": [1, 2]}, {"x": REAL})


def test_a_study_is_filled_in_by_itself():
    space = {
        "a b": {"type": "real", "low": 0, "high": 1},
        "c": {"type": "integer", "low": 1, "high": 9},
    }
    checked = validate_study({"n_calls": 12}, space, {"c": 2, "a b": 0})
    study = checked["study"]
    assert checked["search_space"]["a b"]["prior"] == "uniform"
    assert (study["n_calls"], study["n_initial_points"], study["seed"]) == (12, 10, 3)
    assert list(checked["default_parameters"].items()) == [("a b", 0.0), ("c", 2)]
    assert Objective(**checked["objective"]) == Objective()


def test_the_problems_of_a_study_are_a_line_each():
    space = {"x": {"type": "real", "low": 1, "high": 0}}
    with pytest.raises(ConfigError) as error:
        validate_study({"window": 0, "n_cals": 3}, space, {"x": 0.5, "y": 1})
    assert str(error.value).splitlines() == [
        "study.n_cals: found an unknown key, expected one of optimizer, grid, points, forest, "
        "acq_func, xi, kappa, lie, n_calls, n_initial_points, initial_point_generator, window, "
        "pruning, target, stop_after, max_hours, trial_timeout, confirm, seed (did you mean "
        "n_calls?)",
        "study.window: found 0, expected an integer >= 1",
        "search_space.x.low: found 1.0, expected a number not above high (0.0)",
        "default_parameters.y: found an unknown key, expected one of x",
    ]


@pytest.mark.parametrize("study", [None, [], "gp"])
def test_a_study_that_is_no_mapping_is_one_line(study):
    with pytest.raises(ConfigError, match=r"^study: found .*, expected a mapping$"):
        validate_study(study, {"x": REAL})
