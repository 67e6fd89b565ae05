from collections import Counter

import numpy as np
import pytest

from sametrials.study.space import Space


def values_at(entry, n_points=1000):
    coordinates = (np.arange(n_points) + 0.5) / n_points
    return [Space({"a": entry}).at([coordinate])["a"] for coordinate in coordinates]


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
    entries = {name: {"prior": "uniform", **entry} for name, entry in search_space.items()}
    point = Space(entries).at([coordinate] * 4)
    end = "high" if coordinate else "low"
    assert point["learning_rate"] == pytest.approx(search_space["learning_rate"][end])
    assert point["num_dense_layers"] == search_space["num_dense_layers"][end]
    assert point["activation"] == search_space["activation"]["categories"][int(-coordinate)]
    assert [type(value) for value in point.values()] == [float, int, int, str]


@pytest.mark.parametrize(
    ("value", "is_value"),
    [("relu", True), ("tanh", False), (None, False), (True, False), (1, False), (0, True)],
)
def test_a_category_is_one_of_its_kind(value, is_value):
    space = {"kind": {"type": "categorical", "categories": ["relu", 0, 1.0]}}
    assert Space(space).holds({"kind": value}) == is_value
