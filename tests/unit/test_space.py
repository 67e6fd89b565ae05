import json
from collections import Counter

import numpy as np
import pytest
from skopt.space import Categorical, Integer, Real

from hpo.study.skopt_space import dict_to_point, dimensions, point_to_dict, to_plain
from hpo.study.space import point_at


def test_dimensions_keep_the_order_the_names_and_the_priors_of_the_configuration(search_space):
    dims = dimensions({name: {"prior": "uniform", **entry} for name, entry in search_space.items()})
    assert [dimension.name for dimension in dims] == list(search_space)
    assert [type(dimension) for dimension in dims] == [Real, Integer, Integer, Categorical]
    assert dims[0].prior == "log-uniform"
    assert dims[1].prior == "uniform"


def test_a_point_of_scikit_optimize_becomes_plain_python_that_json_takes():
    dims = [Real(0.0, 1.0, name="a"), Integer(1, 3, name="b"), Categorical(["x", "y"], name="c")]
    values = point_to_dict(dims, [np.float64(0.5), np.int64(2), np.str_("y")])
    assert values == {"a": 0.5, "b": 2, "c": "y"}
    assert [type(value) for value in values.values()] == [float, int, str]
    assert json.loads(json.dumps(values)) == values


@pytest.mark.parametrize("category", [True, 3, 0.5, "relu"])
def test_a_category_keeps_its_type(category):
    dimension = Categorical([category, "other"], name="c")
    assert type(to_plain(dimension, category)) is type(category)


def test_a_number_that_rounding_pushed_out_of_its_bounds_is_put_back():
    assert to_plain(Real(1e-6, 1e-2, name="a"), 0.010000000000000002) == 1e-2
    assert to_plain(Integer(1, 5, name="b"), np.int64(6)) == 5


def test_a_dict_and_a_point_are_two_forms_of_the_same():
    dims = [Integer(1, 3, name="b"), Real(0.0, 1.0, name="a")]
    assert dict_to_point(dims, {"a": 0.25, "b": 2}) == [2, 0.25]
    assert point_to_dict(dims, [2, 0.25]) == {"b": 2, "a": 0.25}


def values_at(entry, n_points=1000):
    coordinates = (np.arange(n_points) + 0.5) / n_points
    return [point_at({"a": entry}, [coordinate])["a"] for coordinate in coordinates]


def test_equal_parts_of_the_unit_cube_are_equal_shares_of_the_values():
    whole = {"type": "integer", "low": 1, "high": 5, "prior": "uniform"}
    assert Counter(values_at(whole)) == dict.fromkeys(range(1, 6), 200)
    kinds = {"type": "categorical", "categories": ["relu", "tanh", "sigmoid", "elu"]}
    assert Counter(values_at(kinds)) == dict.fromkeys(kinds["categories"], 250)


def test_each_power_of_ten_has_the_same_part_of_the_unit_cube_under_log_uniform():
    real = {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"}
    decades = Counter(int(np.floor(np.log10(value))) for value in values_at(real))
    assert decades == dict.fromkeys(range(-6, -2), 250)
    shares = Counter(values_at({"type": "integer", "low": 1, "high": 8, "prior": "log-uniform"}))
    assert sorted(shares, key=shares.get, reverse=True) == list(range(1, 9))


@pytest.mark.parametrize("coordinate", [0.0, 1.0])
def test_the_corners_of_the_unit_cube_are_inside_the_space(search_space, coordinate):
    point = point_at(
        {name: {"prior": "uniform", **entry} for name, entry in search_space.items()},
        [coordinate] * 4,
    )
    end = "high" if coordinate else "low"
    assert point["learning_rate"] == pytest.approx(search_space["learning_rate"][end])
    assert point["num_dense_layers"] == search_space["num_dense_layers"][end]
    assert point["activation"] == search_space["activation"]["categories"][int(-coordinate)]
    assert [type(value) for value in point.values()] == [float, int, int, str]
