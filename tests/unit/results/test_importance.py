import pytest

from sametrials.results.importance import places_in_cube
from sametrials.study.space import Space

SPACE = Space(
    {
        "rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
        "layers": {"type": "integer", "low": 1, "high": 5, "prior": "uniform"},
        "size": {"type": "ordinal", "values": ["small", "medium", "large"]},
        "solver": {"type": "categorical", "categories": ["sgd", "adam"]},
    }
)


def test_equal_parts_of_the_cube_have_equal_prior_probability():
    points = [
        {"rate": 1e-4, "layers": 1, "size": "small", "solver": "adam"},
        {"rate": 1e-2, "layers": 3, "size": "large", "solver": "sgd"},
    ]
    places = places_in_cube(SPACE, list(SPACE.dimensions), points)
    assert places[0] == pytest.approx([0.5, 0.1, 1 / 6, 0.75])
    assert places[1] == pytest.approx([1.0, 0.5, 5 / 6, 0.25])


def test_what_a_condition_switches_off_is_in_the_middle():
    assert places_in_cube(SPACE, ["size", "rate"], [{"size": None, "rate": None}]).tolist() == [
        [0.5, 0.5]
    ]
