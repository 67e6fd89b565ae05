"""What the configuration says of the model, against the model's file and the images."""

import re

import pytest

from hpo.common.errors import ConfigError
from hpo.config.check_model import OUR_MODEL
from hpo.config.model_signature import read_signature
from hpo.config.validate import validate_config, validate_image_size
from hpo.tasks.keras_network.arguments import OUR_ARGUMENTS
from keras_process import say_of

LEARNING_RATE = {"type": "real", "low": 1e-5, "high": 1e-2, "prior": "log-uniform"}
OURS = {
    "learning_rate": LEARNING_RATE,
    "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
    "num_dense_nodes": {"type": "integer", "low": 5, "high": 512},
    "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
}


def config(space, **sections) -> dict:
    return {"search_space": space, "studies": {"gp": {}}, **sections}


def assert_problems(config, *expected: str) -> None:
    with pytest.raises(ConfigError) as error:
        validate_config(config)
    found = str(error.value).splitlines()
    assert len(found) == len(expected), found
    for line, pattern in zip(found, expected, strict=True):
        assert re.fullmatch(f"config: {pattern}", line), line


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Write a model file, by its relative path as a user does; gives the path."""
    monkeypatch.chdir(tmp_path)

    def own(arguments: str, before: str = "") -> str:
        (tmp_path / "my_model.py").write_text(f"{before}\ndef create_model({arguments}): pass\n")
        return "my_model.py"

    return own


def test_an_argument_may_be_constant_instead_of_searched():
    space = {name: OURS[name] for name in OURS if name != "activation"}
    assert_problems(
        config(space),
        r"search_space\.activation: found nothing, expected a dimension, or a value.*",
    )
    valid = validate_config(config(space, constants={"activation": "relu", "dropout": "2e-1"}))
    assert valid["constants"] == {"activation": "relu", "dropout": 0.2}


def test_an_argument_with_a_default_may_be_searched_or_constant_but_not_both():
    dropout = {"type": "real", "low": 0.0, "high": 0.5}
    validate_config(config({**OURS, "dropout": dropout}))
    validate_config(config(OURS, constants={"dropout": 0.1}))
    assert_problems(
        config({**OURS, "dropout": dropout}, constants={"dropout": 0.1}),
        r"constants\.dropout: found an argument that is searched, expected a name that is not .*",
    )


@pytest.mark.parametrize(
    ("constants", "line"),
    [
        (
            {"drop_out": 0.1},
            r"constants\.drop_out: found an unknown key, expected one of create_model's arguments: "
            r"learning_rate, .* \(did you mean dropout\?\)",
        ),
        ({"epochs": 3}, r"constants\.epochs: found a key of training, expected an argument .*"),
        ({"input_shape": 3}, r"constants\.input_shape: found an unknown key, expected one of .*"),
        (
            {"dropout": None},
            r"constants\.dropout: found null, expected text, a number or a boolean",
        ),
        ({"dropout": [0.1]}, r"constants\.dropout: found a list of 1 item, expected text, .*"),
        (None, r"constants: found null, expected a mapping"),
    ],
)
def test_a_mistake_in_the_constants_is_one_line(constants, line):
    assert_problems(config(OURS, constants=constants), line)


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
        ({"type": "real", "low": 1, "high": 5}, r"type: found real, expected integer or cat.*"),
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
def test_of_a_data_set_of_one_s_own_the_size_is_checked_once_it_is_known(value, line):
    file = {"sha256": "0" * 64, "sources": ["https://host/file.gz"]}
    names = ("train_images", "train_labels", "test_images", "test_labels")
    dataset = {"name": "mine", "files": dict.fromkeys(names, file)}
    valid = validate_config(with_convolutions(value, dataset=dataset))
    validate_image_size(valid, (32, 40))
    with pytest.raises(ConfigError, match=f"config: {line}, {WANTED} 31 x 40"):
        validate_image_size(valid, (31, 40))


@pytest.mark.parametrize(
    ("name", "dimension", "line"),
    [
        ("dropout", {"type": "real", "low": 0, "high": 2}, r"high: found 2.0, expected a number.*"),
        ("dropout", {"type": "real", "low": -0.5, "high": 0.5}, r"low: found -0.5, expected .*"),
        (
            "kernel_size",
            {"type": "real", "low": 3, "high": 7},
            r"type: found real, expected integer or categorical, since .* an integer >= 1",
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
            r"type: found integer, expected categorical, since .*",
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


def test_the_activations_are_those_of_keras():
    [names] = say_of("from keras.src.activations import ALL_OBJECTS_DICT as all; say(list(all))")
    assert sorted(names) == sorted(OUR_ARGUMENTS["activation"]["enum"])


def test_each_argument_of_our_model_has_its_values():
    assert list(OUR_ARGUMENTS) == read_signature(OUR_MODEL).names


# The user's own model


def test_the_search_space_must_fit_the_arguments_of_the_user_s_model(own):
    model = own("input_shape, num_classes, learning_rate, units=3")
    validate_config(config({"learning_rate": LEARNING_RATE}, model=model))
    assert_problems(
        config(OURS, model=model),
        *(
            rf"search_space\.{name}: found an unknown key, expected one of create_model's "
            r"arguments or training's keys: learning_rate, units, epochs, batch_size"
            for name in ("num_dense_layers", "num_dense_nodes", "activation")
        ),
    )


def test_a_model_that_takes_any_name_takes_all_but_those_of_the_data(own):
    model = own("learning_rate, **others")
    space = {"learning_rate": LEARNING_RATE, "anything": OURS["num_dense_layers"]}
    validate_config(config(space, constants={"more": True}, model=model))
    assert_problems(
        config({**space, "num_classes": space["anything"]}, model=model),
        r"search_space\.num_classes: found an unknown key, expected one of .*",
    )
    assert_problems(
        config({"anything": space["anything"]}, model=model),
        r"search_space\.learning_rate: found nothing, expected .*",
    )


def test_the_user_s_model_may_have_any_number_of_layers(own):
    model = own("num_conv_layers")
    space = {"num_conv_layers": {"type": "integer", "low": 1, "high": 50}}
    valid = validate_config(config(space, model=model))
    validate_image_size(valid, (8, 8))


@pytest.mark.parametrize(
    ("arguments", "before", "line"),
    [
        ("learning_rate, epochs", "", "found the argument epochs of create_model, expected an.*"),
        (
            "learning_rate",
            "x = (",
            r"my_model\.py, line 1: found '\(' was never closed, expected .*",
        ),
        (
            "learning_rate",
            "import beside",
            r"beside\.py, line 2: found invalid syntax, expected .*",
        ),
    ],
)
def test_a_mistake_in_the_user_s_model_is_one_line(own, tmp_path, arguments, before, line):
    (tmp_path / "beside.py").write_text("x = 1\ny =\n")
    model = own(arguments, before)
    assert_problems(config({"learning_rate": LEARNING_RATE}, model=model), f"model: {line}")


@pytest.mark.parametrize(
    ("model", "line"),
    [
        ("missing.py", r"missing\.py: found No such file or directory, expected a file"),
        ("model.txt", r"found 'model\.txt', expected the path of a Python file \(\.py\) or null"),
        (3, r"found 3, expected the path of a Python file .*"),
    ],
)
def test_what_is_no_model_file_is_one_line(model, line):
    assert_problems(config(OURS, model=model), f"model: {line}")
