import pytest

from sametrials.study.grid import grid_values


def values_of(n_values, **entry):
    return grid_values({"a": {"prior": "uniform", **entry}}, {"a": n_values})["a"]


def test_real_values_are_evenly_spread_between_the_bounds():
    assert values_of(5, type="real", low=0.0, high=1.0) == [0.0, 0.25, 0.5, 0.75, 1.0]
    assert values_of(2, type="real", low=-0.3, high=0.1) == [-0.3, 0.1]


def test_powers_of_ten_are_evenly_spread_under_log_uniform():
    values = values_of(5, type="real", low=1e-6, high=1e-2, prior="log-uniform")
    assert values == [1e-6, 1e-5, 1e-4, 1e-3, 1e-2]


@pytest.mark.parametrize("bounds", [(0.1 + 0.2, 1 / 3), (1e-300, 1e300), (1 / 3, 0.7 + 1e-16)])
@pytest.mark.parametrize("prior", ["uniform", "log-uniform"])
def test_real_values_stay_inside_the_bounds(bounds, prior):
    low, high = bounds
    values = values_of(7, type="real", low=low, high=high, prior=prior)
    assert (values[0], values[-1]) == bounds
    assert values == sorted(values)


@pytest.mark.parametrize("prior", ["uniform", "log-uniform"])
@pytest.mark.parametrize("n_values", [2, 5, 9, 10])
def test_integers_are_as_many_as_wanted_and_each_another_one(prior, n_values):
    values = values_of(n_values, type="integer", low=1, high=10, prior=prior)
    assert len(set(values)) == n_values
    assert values == sorted(values)
    assert (values[0], values[-1]) == (1, 10)
    assert {type(value) for value in values} == {int}


def test_integers_are_spread_on_the_scale_of_their_prior():
    assert values_of(3, type="integer", low=1, high=100, prior="log-uniform") == [1, 10, 100]
    assert values_of(3, type="integer", low=1, high=101) == [1, 51, 101]


def test_all_categories_are_tried(search_space):
    entry = {"type": "categorical", "categories": ["relu", "tanh", "sigmoid"]}
    assert grid_values({"a": entry}, {}) == {"a": ["relu", "tanh", "sigmoid"]}
