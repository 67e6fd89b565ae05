"""What the configuration says of the search space and of the default parameters."""

import pytest
from experiments import (
    REAL,
    REMOVE,
    assert_one_line,
    assert_reader_and_jsonschema_agree,
    at,
    experiment,
    name_of,
    problems,
)

from sametrials.common.errors import ConfigError
from sametrials.config.validate import validate_study

LR = ("search_space", "learning_rate")
LAYERS = ("search_space", "num_dense_layers")
ACTIVATION = ("search_space", "activation")

# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    (
        at("search_space"),
        {},
        "search_space: found an empty mapping, expected a mapping of at least .*",
    ),
    (at("search_space"), 3, "search_space: found 3, expected a mapping of at least 1 key"),
    (
        at("search_space"),
        ["learning_rate"],
        "search_space: found a list of 1 item, expected a mapping of at least 1 key",
    ),
    (at(*LR), None, "search_space.learning_rate: found null, expected a mapping"),
    (
        at(*LR),
        [1e-6, 1e-2],
        "search_space.learning_rate: found a list of 2 items, expected a mapping",
    ),
    (
        at(*LR, "type"),
        "float",
        "search_space.learning_rate.type: found 'float', expected one of real, integer, .*",
    ),
    (
        at(*LR, "type"),
        ["real"],
        "search_space.learning_rate.type: found a list of 1 item, expected one of real, .*",
    ),
    (
        at(*LR, "type"),
        REMOVE,
        "search_space.learning_rate.type: found nothing, expected one of real, .*",
    ),
    (
        at(*LR),
        {"tipe": "real", "low": 0, "high": 1},
        "search_space.learning_rate.tipe: found an unknown key, expected .* (did you mean type?)",
    ),
    (
        at(*LR, "low"),
        0.1,
        "search_space.learning_rate.low: found 0.1, expected a number not above high (0.01)",
    ),
    (
        at(*LR, "low"),
        0,
        "search_space.learning_rate.low: found 0.0, expected a number above 0",
    ),
    (at(*LR, "high"), True, "search_space.learning_rate.high: found true, expected a number"),
    (
        at(*LR, "high"),
        float("inf"),
        "search_space.learning_rate.high: found inf, expected a number",
    ),
    (at(*LR, "high"), "lots", "search_space.learning_rate.high: found 'lots', expected a number"),
    (
        at(*LR, "prior"),
        "log",
        "search_space.learning_rate.prior: found 'log', expected one of uniform, log-uniform, .*",
    ),
    (
        at(*LAYERS, "high"),
        5.5,
        "search_space.num_dense_layers.high: found 5.5, expected an integer from -2147483648 to .*",
    ),
    (
        at(*LAYERS, "high"),
        10**30,
        "search_space.num_dense_layers.high: found 10.*, expected an integer from .*",
    ),
    (
        at(*ACTIVATION, "categories"),
        [],
        "search_space.activation.categories: found an empty list, expected a list of at least .*",
    ),
    (
        at(*ACTIVATION, "categories"),
        ["relu", "tanh", "relu"],
        "search_space.activation.categories[2]: found 'relu' again, expected each item only once",
    ),
    (
        at(*ACTIVATION, "categories"),
        ["relu", None],
        "search_space.activation.categories[1]: found null, expected the name of an activation .*",
    ),
    (
        at(*ACTIVATION, "categories"),
        ["relu", float("nan")],
        "search_space.activation.categories[1]: found nan, expected text, a number, true, .*",
    ),
    (
        at(*ACTIVATION, "type"),
        "category",
        "search_space.activation.type: found 'category', expected one of real, integer, .*",
    ),
    (at(*ACTIVATION, "type"), REMOVE, "search_space.activation.type: found nothing, expected .*"),
    (
        at("search_space", "momentum"),
        REAL,
        "search_space.momentum: found an unknown key, expected one of create_model's arguments or "
        "training's keys: learning_rate, num_dense_layers, num_dense_nodes, .*, epochs, batch_size",
    ),
    (at(*LR), REMOVE, "search_space.learning_rate: found nothing, expected a dimension, or .*"),
    (
        at("search_space", "trial"),
        REAL,
        "search_space.trial: found the name 'trial', expected a .*",
    ),
    (at("search_space", "my rate"), REAL, "search_space['my rate']: found the name 'my rate', .*"),
]


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_the_search_space_is_one_line_with_key_found_and_expected(
    path, value, line
):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_the_reader_and_jsonschema_agree_on_the_search_space(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


def test_a_misspelt_hyper_parameter_is_one_line():
    config = experiment()
    config["search_space"]["lerning_rate"] = config["search_space"].pop("learning_rate")
    [line] = problems(config)
    assert line.startswith("config: search_space.lerning_rate: ")
    assert line.endswith("(did you mean learning_rate?)")


@pytest.mark.parametrize("low", [0, -1])
def test_a_logarithm_wants_numbers_above_zero(low):
    line = "search_space.x.low: found .*, expected a number > 0, since prior is log-uniform"
    with pytest.raises(ConfigError, match=line):
        validate_study({}, {"x": {"type": "real", "low": low, "high": 1, "prior": "log-uniform"}})


def test_a_number_too_small_for_its_logarithm_is_refused():
    line = r"search_space.x.low: found 5e-324, expected a number >= 2\.23e-308"
    with pytest.raises(ConfigError, match=line):
        space = {"type": "real", "low": 5e-324, "high": 1, "prior": "log-uniform"}
        validate_study({}, {"x": space})


def test_names_of_which_two_pairs_would_share_a_figure_are_refused():
    space = {name: {"type": "real", "low": 0, "high": 1} for name in ("a", "b_c", "a_b", "c")}
    with pytest.raises(ConfigError, match=r"^search_space\.a_b: found an ambiguous name, expected"):
        validate_study({}, space)


def test_bounds_that_are_too_far_apart_to_compute_with_are_refused():
    space = {"a": {"type": "real", "low": -1.7e308, "high": 1.7e308}}
    with pytest.raises(ConfigError, match=r"^search_space\.a\.low: found -1.7e\+308, expected a"):
        validate_study({}, space)
