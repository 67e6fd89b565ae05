import json

import numpy as np
import pytest
from skopt.space import Categorical, Integer, Real
from skopt.space import Space as SkoptSpace

from sametrials.study.skopt_space import (
    as_lists,
    dict_to_point,
    dimensions,
    not_represented,
    point_to_dict,
    to_plain,
)
from sametrials.study.space import Space


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


SPACE = {
    "solver": {"type": "categorical", "categories": ["sgd", "adam"]},
    "momentum": {"type": "real", "low": 0.0, "high": 0.8, "step": 0.1, "when": {"solver": "sgd"}},
    "decay": {"type": "real", "low": 0.0, "high": 1.0, "prior": "normal", "mean": 0.5, "sd": 0.1},
    "batch": {"type": "integer", "low": 16, "high": 256, "base": 2},
    "size": {"type": "ordinal", "values": ["small", "large"]},
    "kind": {"type": "categorical", "categories": [1, True, "1", None]},
    "fixed": {"type": "integer", "low": 3, "high": 3},
}


def test_points_of_every_kind_lie_in_the_space_of_scikit_optimize():
    ours, space = Space(SPACE), SkoptSpace(dimensions(SPACE))
    points = [ours.at([place / 20] * 7) for place in range(20)]
    for listed, point in zip(as_lists(SPACE, points), points, strict=True):
        assert listed in space
        assert listed[3:5] == [point["batch"], point["size"]]
        assert listed[1] == (0.4 if point["momentum"] is None else point["momentum"])
    assert {listed[5] for listed in as_lists(SPACE, points)} == {"1", "True", '"1"', "null"}


def test_what_scikit_optimize_does_not_show_is_a_line_each():
    points = [Space(SPACE).at([place] * 7) for place in (0.1, 0.9)]
    assert not_represented(SPACE, points) == [
        "momentum: it has steps of 0.1",
        "momentum: it does not exist, and 0.4 stands for it, in 1",
        "decay: its prior is normal",
        "batch: its values have an order",
        "size: its values have an order",
        "kind: texts stand for its values",
    ]
