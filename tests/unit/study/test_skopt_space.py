import json

import numpy as np
import pytest
from skopt.space import Categorical, Integer, Real

from sametrials.study.skopt_space import dict_to_point, dimensions, point_to_dict, to_plain


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
