"""What the configuration says of the default parameters."""

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
from sametrials.config.validate import validate_study

# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    (
        at("default_parameters", "learning_rate"),
        0.1,
        "default_parameters.learning_rate: found 0.1, expected a number from 1e-06 to 0.01",
    ),
    (
        at("default_parameters", "learning_rate"),
        "fast",
        "default_parameters.learning_rate: found 'fast', expected a number from 1e-06 to 0.01",
    ),
    (
        at("default_parameters", "num_dense_layers"),
        1.5,
        "default_parameters.num_dense_layers: found 1.5, expected an integer from 1 to 5",
    ),
    (
        at("default_parameters", "num_dense_layers"),
        True,
        "default_parameters.num_dense_layers: found true, expected an integer from 1 to 5",
    ),
    (
        at("default_parameters", "num_dense_layers"),
        None,
        "default_parameters.num_dense_layers: found null, expected .*",
    ),
    (
        at("default_parameters", "activation"),
        "tanh",
        "default_parameters.activation: found 'tanh', expected one of relu, sigmoid",
    ),
    (
        at("default_parameters", "activation"),
        REMOVE,
        "default_parameters.activation: found nothing, expected one of relu, sigmoid",
    ),
    (
        at("default_parameters", "dropout"),
        0.5,
        "default_parameters.dropout: found an unknown key, expected one of learning_rate, .*",
    ),
    (at("default_parameters"), 3, "default_parameters: found 3, expected a mapping or null"),
]


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_the_default_parameters_is_one_line_with_key_found_and_expected(
    path, value, line
):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_the_reader_and_jsonschema_agree_on_the_default_parameters(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


def test_missing_default_parameters_are_a_line_each():
    assert len(problems(changed(("default_parameters",), {}))) == len(experiment()["search_space"])


@pytest.mark.parametrize("categories", [["a", "b"], [1, 2.5], [False, True]])
def test_default_parameters_may_be_any_kind_of_category(categories):
    space = {"x": {"type": "categorical", "categories": categories}}
    for value in categories:
        assert validate_study({}, space, {"x": value})["default_parameters"] == {"x": value}


def test_one_is_not_the_category_true():
    space = {"x": {"type": "categorical", "categories": [False, True]}}
    with pytest.raises(
        ConfigError, match=r"default_parameters\.x: found 1, expected one of false, true"
    ):
        validate_study({}, space, {"x": 1})
