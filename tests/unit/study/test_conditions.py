import pytest

from sametrials.study.conditions import conditions_of
from sametrials.study.dimension import dimension_of
from sametrials.study.space import Space

ENTRIES = {
    "solver": {"type": "categorical", "categories": ["sgd", "adam", ">= 3"]},
    "layers": {"type": "integer", "low": 1, "high": 5, "prior": "uniform"},
    "units": {"type": "integer", "low": 16, "high": 128, "prior": "uniform", "base": 2},
    "rate": {"type": "real", "low": 0.0, "high": 1.0, "prior": "uniform"},
    "size": {"type": "ordinal", "values": ["small", "large"]},
}
DIMENSIONS = {name: dimension_of(entry) for name, entry in ENTRIES.items()}


def holds(when, value):
    (condition,) = conditions_of(when, DIMENSIONS)
    return condition.holds(value)


@pytest.mark.parametrize(
    ("when", "values", "others"),
    [
        ({"solver": "sgd"}, ["sgd"], ["adam", None]),
        ({"solver": ["sgd", "adam"]}, ["sgd", "adam"], [">= 3"]),
        ({"solver": ">= 3"}, [">= 3"], ["sgd"]),  # a category comes before a comparison
        ({"layers": ">= 3"}, [3, 5], [1, 2]),
        ({"layers": "<3"}, [1, 2], [3]),
        ({"layers": "!= 2"}, [1, 3], [2]),
        ({"layers": 2}, [2], [1, 3]),
        ({"layers": 2.0}, [2], [3]),
        ({"units": "> 16"}, [32, 128], [16]),
        ({"units": [16, 64]}, [16, 64], [32]),
        ({"rate": "<= 1e-1"}, [0.0, 0.1], [0.11]),
        ({"rate": 1}, [1.0], [0.5]),
        ({"size": "large"}, ["large"], ["small"]),
    ],
)
def test_what_a_condition_means(when, values, others):
    assert all(holds(when, value) for value in values)
    assert not any(holds(when, value) for value in others)


@pytest.mark.parametrize(
    "when",
    [{"solver": "rmsprop"}, {"layers": 7}, {"layers": "many"}, {"units": 17}, {"size": ">= 1"}],
)
def test_a_condition_that_can_never_be_met_is_refused(when):
    with pytest.raises(ValueError, match=f"of {next(iter(when))}"):
        conditions_of(when, DIMENSIONS)


SPACE = Space(
    {
        "solver": {"type": "categorical", "categories": ["sgd", "adam"]},
        "nesterov": {"type": "categorical", "categories": [True, False], "when": {"solver": "sgd"}},
        "momentum": {
            **{"type": "real", "low": 0.0, "high": 0.9, "prior": "uniform"},
            "when": {"nesterov": True},
        },
        "warmup": {"type": "categorical", "categories": [None, "linear"]},
    }
)


def test_a_hyper_parameter_exists_where_all_that_it_depends_on_exists():
    point = {"solver": "adam", "nesterov": True, "momentum": 0.5, "warmup": None}
    assert SPACE.existing(point) == {"solver", "warmup"}
    off = SPACE.canonical(point)
    assert off == {"solver": "adam", "nesterov": None, "momentum": None, "warmup": None}
    assert SPACE.holds(off)
    assert not SPACE.holds(point)
    on = {"solver": "sgd", "nesterov": True, "momentum": 0.5, "warmup": "linear"}
    assert SPACE.canonical(on) == on
    assert SPACE.holds(on)
    assert not SPACE.holds(on | {"momentum": None})


def test_null_may_be_a_category_that_exists():
    point = {"solver": "sgd", "nesterov": False, "momentum": None, "warmup": None}
    assert SPACE.absent(point) == ["momentum"]
