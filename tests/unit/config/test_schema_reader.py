"""Reading along the schema: keys, types, defaults, and plain data as the result."""

from collections import OrderedDict

import numpy as np
import pytest
from experiments import (
    REMOVE,
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

LR = ("search_space", "learning_rate")
LAYERS = ("search_space", "num_dense_layers")

# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    # Keys
    (at("sede"), 1, "sede: found an unknown key, expected one of seed, .* (did you mean seed?)"),
    (
        at("training", "epoch"),
        3,
        "training.epoch: found an unknown key, expected one of epochs, batch_size, precision, "
        "patience, class_weight "
        "(did you mean epochs?)",
    ),
    (at("training", "optimiser"), "adam", "training.optimiser: found an unknown key, expected .*"),
    (at("figures", "DPI"), 100, "figures.DPI: found an unknown key, expected one of formats, .*"),
    (at("training", 7), 3, "training[7]: found an unknown key, expected one of epochs, .*"),
    (at("search_space"), REMOVE, "search_space: found nothing, expected a mapping .*"),
    (at("studies"), REMOVE, "studies: found nothing, expected a mapping of at least 1 key"),
    (at(*LR, "low"), REMOVE, "search_space.learning_rate.low: found nothing, expected a number"),
    (
        at(*LR),
        {"type": "real", "lo": 0.1, "high": 1},
        "search_space.learning_rate.lo: found an unknown key, expected one of type, low, high, "
        "prior, mean, sd, step, when (did you mean low?)",
    ),
    (
        at(*LAYERS, "categories"),
        [1, 2],
        "search_space.num_dense_layers.categories: found an unknown key, expected one of type, .*",
    ),
    # Types
    (at("seed"), None, "seed: found null, expected an integer from 0 to 4294967295"),
    (at("seed"), True, "seed: found true, expected an integer from 0 to 4294967295"),
    (at("seed"), -1, "seed: found -1, expected an integer from 0 to 4294967295"),
    (at("seed"), 2**32, "seed: found 4294967296, expected an integer from 0 to 4294967295"),
    (at("seed"), 1.5, "seed: found 1.5, expected an integer from 0 to 4294967295"),
    (at("seed"), "one", "seed: found 'one', expected an integer from 0 to 4294967295"),
    (at("training"), None, "training: found null, expected a mapping"),
    (at("training"), [3, 128], "training: found a list of 2 items, expected a mapping"),
    (at("training", "epochs"), 0, "training.epochs: found 0, expected an integer >= 1"),
    (at("training", "epochs"), 2.5, "training.epochs: found 2.5, expected an integer >= 1"),
    (at("training", "epochs"), "many", "training.epochs: found 'many', expected an integer >= 1"),
    (
        at("training", "batch_size"),
        None,
        "training.batch_size: found null, expected an integer >= 1",
    ),
    (
        at("training", "precision"),
        "float16",
        "training.precision: found 'float16', expected one of float32, mixed_bfloat16",
    ),
    (
        at("figures", "width"),
        float("nan"),
        "figures.width: found nan, expected a number from 3.3 to 20",
    ),
    (
        at("figures", "width"),
        float("inf"),
        "figures.width: found inf, expected a number from 3.3 to 20",
    ),
    (
        at("figures", "width"),
        ".nan",
        "figures.width: found '.nan', expected a number from 3.3 to 20",
    ),
    (
        at("figures", "width"),
        10**400,
        "figures.width: found 1000.* ..., expected a number from 3.3 .*",
    ),
    (at("figures", "dpi"), 49, "figures.dpi: found 49, expected an integer from 50 to 1200"),
    (
        at("figures", "formats"),
        [],
        "figures.formats: found an empty list, expected a list of at .*",
    ),
    (
        at("figures", "formats"),
        "svg",
        "figures.formats: found 'svg', expected a list of at least .*",
    ),
    (
        at("figures", "formats"),
        ["svg", "gif"],
        "figures.formats[1]: found 'gif', expected one of svg, png, pdf",
    ),
    (
        at("figures", "formats"),
        ["svg", "svg"],
        "figures.formats[1]: found 'svg' again, expected each item only once",
    ),
]


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_keys_and_types_is_one_line_with_key_found_and_expected(path, value, line):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_the_reader_and_jsonschema_agree_on_keys_and_types(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


@pytest.mark.parametrize("config", [{}, None, [], "mnist", 3])
def test_a_configuration_without_content_is_one_line(config):
    [line] = problems(config)
    assert line.endswith("expected a mapping with at least search_space and studies")


def test_the_configuration_given_is_not_changed():
    config = experiment()
    validate_config(config)
    assert config == experiment()


def test_the_result_is_plain_data():
    config = experiment()
    config["search_space"] = OrderedDict(config["search_space"])
    config["search_space"]["num_dense_layers"]["high"] = np.int64(5)
    config["search_space"]["activation"]["categories"] = list(np.array(["relu", "tanh"]))
    config["figures"]["formats"] = ("svg",)
    valid = validate_config(config)
    assert type(valid["search_space"]) is dict
    assert type(valid["search_space"]["num_dense_layers"]["high"]) is int
    assert type(valid["search_space"]["activation"]["categories"][0]) is str
    assert valid["figures"]["formats"] == ["svg"]


@pytest.mark.parametrize(
    ("path", "given", "value"),
    [
        (("search_space", "learning_rate", "low"), "1e-6", 1e-6),
        (("search_space", "learning_rate", "high"), 1, 1.0),
        (("default_parameters", "learning_rate"), "1e-5", 1e-5),
        (("default_parameters", "num_dense_layers"), 2.0, 2),
        (("studies", "gp", "n_calls"), 40.0, 40),
        (("studies", "gp", "n_calls"), "40", 40),
        (("dataset", "validation"), "1e3", 1000),
    ],
)
def test_numbers_are_taken_however_yaml_reads_them(path, given, value):
    found = validate_config(changed(path, given))
    for key in path:
        found = found[key]
    assert found == value
    assert type(found) is type(value)


def test_among_categories_only_text_with_an_exponent_is_a_number():
    space = {
        "x": {"type": "categorical", "categories": ["1e-3", 0.01]},
        "y": {"type": "categorical", "categories": ["1", "inf"]},
    }
    space = validate_study({}, space)["search_space"]
    assert space["x"]["categories"] == [0.001, 0.01]
    assert space["y"]["categories"] == ["1", "inf"]


@pytest.mark.parametrize("given", [True, "true", "True"])
def test_true_may_come_as_text_as_it_does_from_the_command_line(given):
    assert validate_config(changed(("retry_failed",), given))["retry_failed"] is True


@pytest.mark.parametrize("given", ["yes", 1, None])
def test_what_is_neither_true_nor_false_is_refused(given):
    with pytest.raises(ConfigError, match=r"^config: retry_failed: found .*, expected true or fal"):
        validate_config(changed(("retry_failed",), given))


@pytest.mark.parametrize("path", [("objective", "direction"), ("studies", "gp", "target")])
def test_null_may_come_as_text_as_it_does_from_the_command_line(path):
    assert validate_config(changed(path, "null")) == validate_config(changed(path, None))
