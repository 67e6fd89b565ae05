"""What the configuration says of arguments whose meaning is known: the training's and ours."""

import pytest
from configured import OURS, assert_problems, config

from sametrials.config.validate import validate_config

# What the training takes


def test_epochs_and_batch_size_may_be_searched_in_any_whole_numbers():
    space = OURS | {
        "epochs": {"type": "integer", "low": 1, "high": 5},
        "batch_size": {"type": "categorical", "categories": [32.0, 64]},
    }
    categories = validate_config(config(space))["search_space"]["batch_size"]["categories"]
    assert categories == [32, 64]
    assert {type(value) for value in categories} == {int}


@pytest.mark.parametrize(
    ("dimension", "line"),
    [
        ({"type": "integer", "low": 0, "high": 5}, r"low: found 0, expected an integer >= 1"),
        (
            {"type": "real", "low": 1, "high": 5},
            r"type: found real, expected integer or ordinal or cat.*",
        ),
        (
            {"type": "categorical", "categories": [1, 2.5]},
            r"categories\[1\]: found 2\.5, expected an integer >= 1",
        ),
    ],
)
@pytest.mark.parametrize("name", ["epochs", "batch_size"])
def test_values_that_the_training_cannot_have_are_refused(name, dimension, line):
    assert_problems(config({**OURS, name: dimension}), rf"search_space\.{name}\.{line}")


# The size of the images

CONVOLUTIONS = [
    ({"type": "integer", "low": 1, "high": 5}, r"search_space\.num_conv_layers\.high: found 5"),
    (
        {"type": "categorical", "categories": [1, 4, 5]},
        r"search_space\.num_conv_layers\.categories\[2\]: found 5",
    ),
    (5, r"constants\.num_conv_layers: found 5"),
]
WANTED = "expected 4 at most, since a pooling after each convolution halves the images, which are"


def with_convolutions(value, **sections) -> dict:
    if isinstance(value, dict):
        return config({**OURS, "num_conv_layers": value}, **sections)
    return config(OURS, constants={"num_conv_layers": value}, **sections)


@pytest.mark.parametrize(("value", "line"), CONVOLUTIONS)
def test_more_convolutions_than_the_images_allow_are_refused_before_the_download(value, line):
    assert_problems(with_convolutions(value), f"{line}, {WANTED} 28 x 28")


@pytest.mark.parametrize("value", [4, {"type": "integer", "low": 0, "high": 4}])
def test_as_many_convolutions_as_the_images_allow_are_taken(value):
    validate_config(with_convolutions(value))


@pytest.mark.parametrize(("value", "line"), CONVOLUTIONS)
def test_of_a_data_set_of_one_s_own_the_size_is_not_known_yet(value, line):
    file = {"sha256": "0" * 64, "sources": ["https://host/file.gz"]}
    names = ("train_images", "train_labels", "test_images", "test_labels")
    dataset = {"name": "mine", "files": dict.fromkeys(names, file)}
    validate_config(with_convolutions(value, dataset=dataset))


@pytest.mark.parametrize(
    ("name", "dimension", "line"),
    [
        ("dropout", {"type": "real", "low": 0, "high": 2}, r"high: found 2.0, expected a number.*"),
        ("dropout", {"type": "real", "low": -0.5, "high": 0.5}, r"low: found -0.5, expected .*"),
        (
            "kernel_size",
            {"type": "real", "low": 3, "high": 7},
            r"type: found real, expected integer or ordinal or categorical, .* an integer >= 1",
        ),
        ("num_filters", {"type": "integer", "low": 0, "high": 9}, r"low: found 0, expected .*"),
        (
            "activation",
            {"type": "categorical", "categories": ["relu", "sigmiod"]},
            r"categories\[1\]: found 'sigmiod', expected the name of an activation function .*",
        ),
        (
            "activation",
            {"type": "integer", "low": 1, "high": 3},
            r"type: found integer, expected ordinal or categorical, since .*",
        ),
    ],
)
def test_values_that_our_model_cannot_have_are_a_line_each(name, dimension, line):
    assert_problems(config(OURS | {name: dimension}), rf"search_space\.{name}\.{line}")


@pytest.mark.parametrize(
    ("name", "value"), [("learning_rate", "fast"), ("activation", "sigmiod"), ("dropout", 1.0)]
)
def test_constants_that_our_model_cannot_have_are_a_line_each(name, value):
    space = {key: entry for key, entry in OURS.items() if key != name}
    line = rf"constants\.{name}: found {value!r}, expected .*"
    assert_problems(config(space, constants={name: value}), line)
