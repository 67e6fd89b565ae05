"""What the configuration says of the points that are tried first."""

import pytest
from experiments import (
    POINT,
    assert_one_line,
    assert_reader_and_jsonschema_agree,
    at,
    changed,
    experiment,
    name_of,
    problems,
)

from sametrials.common.errors import ConfigError
from sametrials.config.validate import validate_config, validate_study

DEFAULT = experiment()["default_parameters"]

# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    (at("enqueue"), POINT, "enqueue: found a mapping, expected a list"),
    (at("enqueue"), None, "enqueue: found null, expected a list"),
    (at("enqueue"), [POINT, 3], "enqueue[1]: found 3, expected a mapping of at least 1 key"),
    (
        at("enqueue"),
        [{}],
        "enqueue[0]: found an empty mapping, expected a mapping of at least 1 key",
    ),
    (
        at("enqueue"),
        [POINT, {"learning_rate": 1}],
        "enqueue[1].learning_rate: found 1.0, expected a number from 1e-06 to 0.01",
    ),
    (
        at("enqueue"),
        [{"activation": "tanh"}],
        "enqueue[0].activation: found 'tanh', expected one of relu, sigmoid",
    ),
    (
        at("enqueue"),
        [{"num_dense_layers": None}],
        "enqueue[0].num_dense_layers: found null, expected .*",
    ),
    (
        at("enqueue"),
        [{"dropout": 0.5}],
        "enqueue[0].dropout: found an unknown key, expected one of learning_rate, .*",
    ),
    (
        at("enqueue"),
        [{"activation": "relu"}, DEFAULT],
        "enqueue[1]: found the first trial again, expected each whole point only once",
    ),
    (
        at("enqueue"),
        [POINT, {"activation": "relu"}, POINT | {"learning_rate": "1e-3"}],
        "enqueue[2]: found enqueue[0] again, expected each whole point only once",
    ),
    (
        at("enqueue"),
        [{"num_dense_layers": 1}] * 10,
        "studies.gp.n_initial_points: found 10, expected an integer >= 11, since so many points "
        "are given",
    ),
]


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_the_points_is_one_line_with_key_found_and_expected(path, value, line):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES[:4], ids=map(name_of, MISTAKES[:4]))
def test_the_reader_and_jsonschema_agree_on_the_points(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


def with_points(points, **studies):
    return experiment() | {"enqueue": points, "studies": studies}


def test_points_are_read_as_the_search_space_wants_them():
    point = {"num_dense_layers": 2.0, "learning_rate": "1e-5"}
    [read] = validate_config(changed(("enqueue",), [point]))["enqueue"]
    assert list(read.items()) == [("learning_rate", 1e-5), ("num_dense_layers", 2)]
    assert type(read["num_dense_layers"]) is int


def test_points_in_part_may_be_equal():
    points = [{"activation": "relu"}] * 2
    assert validate_config(changed(("enqueue",), points))["enqueue"] == points


@pytest.mark.parametrize("value", [None, 3])
def test_each_value_that_is_no_point_is_a_line(value):
    lines = problems(changed(("enqueue",), [value] * 2) | {"default_parameters": None})
    assert [line.split(": found")[0] for line in lines] == [
        "config: enqueue[0]",
        "config: enqueue[1]",
    ]


def test_without_default_parameters_there_is_one_point_more():
    config = changed(("enqueue",), [{"activation": "relu"}] * 10)
    validate_config(config | {"default_parameters": None})


def test_a_random_search_tries_all_points():
    random = {"optimizer": "random", "n_calls": 2}
    assert problems(with_points([{"activation": "relu"}] * 2, random=random)) == [
        "config: studies.random.n_calls: found 2, expected an integer >= 3, since so many points "
        "are given"
    ]
    validate_config(with_points([{"activation": "relu"}], random=random))


GRID, MANUAL = {"optimizer": "grid"}, {"optimizer": "manual", "points": [POINT]}


def test_studies_whose_points_are_fixed_are_told_in_a_line_beside_others():
    notes = []
    config = with_points([{"activation": "relu"}], gp={}, grid=GRID, by_hand=MANUAL)
    validate_config(config, note=notes.append)
    assert notes == [
        "config: enqueue is not for studies.grid, studies.by_hand, whose points are all fixed"
    ]
    notes.clear()
    validate_config(config | {"enqueue": []}, note=notes.append)
    assert notes == []


def test_points_that_no_study_uses_are_a_mistake():
    able = "(it is for gp, forest, gbrt, random)"
    points = [{"activation": "relu"}]
    assert problems(with_points(points, grid=GRID, other=GRID, by_hand=MANUAL)) == [
        f"config: enqueue: found a list of 1 item, expected nothing, since optimizer is grid and "
        f"manual {able}"
    ]
    space = {"x": {"type": "real", "low": 0, "high": 1}}
    with pytest.raises(ConfigError, match=r"^enqueue: found .*, since optimizer is grid"):
        validate_study(GRID, space, enqueue=[{"x": 0.5}])


@pytest.mark.parametrize(
    ("studies", "place"),
    [([], "studies"), ({"gp": {"optimizer": "tpe"}, "grid": GRID}, "studies.gp.optimizer")],
)
def test_beside_a_mistake_in_the_studies_the_points_are_none(studies, place):
    [line] = problems(experiment() | {"enqueue": [{"activation": "relu"}], "studies": studies})
    assert line.startswith(f"config: {place}: found ")
