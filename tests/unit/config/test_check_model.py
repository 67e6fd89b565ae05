"""What the configuration says of the model, against the model's file."""

import pytest
from configured import LEARNING_RATE, OURS, assert_problems, config

from sametrials.config import check_model, validate
from sametrials.config.validate import validate_config
from sametrials.data.kind import REGRESSION


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
            r"constants\.dropout: found null, expected a number from 0 to below 1",
        ),
        ({"dropout": [0.1]}, r"constants\.dropout: found a list of 1 item, expected text, .*"),
        (None, r"constants: found null, expected a mapping"),
    ],
)
def test_a_mistake_in_the_constants_is_one_line(constants, line):
    assert_problems(config(OURS, constants=constants), line)


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
    validate_config(config(space, model=model))


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
        ("model.txt", r"found 'model\.txt', expected mlp, the path of a Python file .*"),
        (3, r"found 3, expected mlp, the path of a Python file .*"),
    ],
)
def test_what_is_no_model_file_is_one_line(model, line):
    assert_problems(config(OURS, model=model), f"model: {line}")


# The kind of the data set

TEN_LINES = {
    "model": "mlp",
    "objective": {"metric": "val_loss"},
    "search_space": {
        "learning_rate": LEARNING_RATE,
        "num_dense_nodes": {"type": "integer", "low": 4, "high": 128},
    },
    "studies": {"gp": {}},
}


@pytest.fixture
def a_table(monkeypatch):
    """The data set is a table, with numbers to predict."""
    for module in (check_model, validate):
        monkeypatch.setattr(module, "kind_of", lambda dataset: REGRESSION)
    monkeypatch.setattr(check_model, "examples_of", lambda dataset: "rows")


def test_dense_layers_need_no_more_than_a_learning_rate_and_train_as_tables_want_it():
    valid = validate_config(TEN_LINES)
    assert (valid["training"]["epochs"], valid["training"]["batch_size"]) == (50, 32)
    given = validate_config(TEN_LINES | {"training": {"epochs": 3}})
    assert (given["training"]["epochs"], given["training"]["batch_size"]) == (3, 32)
    assert validate_config(config(OURS))["training"]["epochs"] == 3


def test_the_hyper_parameters_of_dense_layers_are_checked_as_ours():
    decay = {"weight_decay": {"type": "real", "low": -1.0, "high": 0.1}}
    kernel = {"kernel_size": {"type": "integer", "low": 1, "high": 3}}
    space = TEN_LINES["search_space"]
    assert_problems(
        TEN_LINES | {"search_space": space | kernel},
        r"search_space\.kernel_size: found an unknown key, expected one of create_model's .*",
    )
    assert_problems(
        TEN_LINES | {"search_space": space | decay},
        r"search_space\.weight_decay\.low: found -1\.0, expected a number from 0",
    )


def test_a_table_wants_dense_layers_or_a_file(a_table, own):
    objective = {"metric": "val_rmse"}
    assert_problems(
        config(OURS, objective=objective),
        "model: found null, the convolutional network for images, expected mlp, or a Python file, "
        "since the data are a table",
    )
    validate_config(TEN_LINES | {"objective": objective})
    space = {"learning_rate": LEARNING_RATE}
    for arguments in ("learning_rate, num_outputs", "learning_rate, num_classes=None"):
        validate_config(config(space, model=own(arguments), objective=objective))


def test_a_model_for_classes_is_none_for_numbers(a_table, own):
    model = own("learning_rate, num_classes")
    assert_problems(
        config({"learning_rate": LEARNING_RATE}, model=model, objective={"metric": "val_mae"}),
        "model: found the argument num_classes of create_model, expected num_outputs, since the "
        "data set is for regression, or a default for num_classes",
    )


def test_a_model_for_numbers_is_none_for_classes(own):
    assert_problems(
        config({"learning_rate": LEARNING_RATE}, model=own("learning_rate, num_outputs")),
        "model: found the argument num_outputs of create_model, expected num_classes, since the "
        "data set is for classification, or a default for num_outputs",
    )


def test_a_regression_minimises_its_loss_where_nothing_is_said(a_table):
    for given in ({}, {"objective": {"epoch": "best"}}):
        plain = {key: TEN_LINES[key] for key in TEN_LINES if key != "objective"}
        objective = validate_config(plain | given)["objective"]
        assert (objective["metric"], objective["direction"]) == ("val_loss", "minimize")


@pytest.mark.parametrize("metric", ["val_accuracy", "val_r2"])
def test_the_metrics_of_a_regression_are_others(a_table, metric):
    assert_problems(
        TEN_LINES | {"objective": {"metric": metric}},
        rf"objective\.metric: found {metric}, expected one that the training reports: loss, mae, "
        "rmse, val_loss, val_mae, val_rmse",
    )


def test_numbers_have_no_classes_to_weigh(a_table):
    assert_problems(
        TEN_LINES | {"training": {"class_weight": "balanced"}},
        r"training\.class_weight: found balanced, expected null, since the data set is for .*",
    )


def test_patience_wants_that_the_best_epoch_counts():
    patient = {"training": {"patience": 3}}
    assert_problems(
        config(OURS, **patient),
        r"training\.patience: found 3, expected null, or best as objective\.epoch: .*",
    )
    validate_config(config(OURS, objective={"epoch": "best"}, **patient))


# The user's own callbacks


CALLBACKS = "def create_callbacks({arguments}): pass"


@pytest.mark.parametrize(
    "arguments", ["", "units, input_shape", "momentum, num_classes, decay=3", "**given"]
)
def test_create_callbacks_may_ask_for_what_there_is(own, arguments):
    model = own("learning_rate, units=3, momentum=0", CALLBACKS.format(arguments=arguments))
    space = {"learning_rate": LEARNING_RATE, "units": {"type": "integer", "low": 1, "high": 3}}
    validate_config(config(space, constants={"momentum": 0.5}, model=model))


@pytest.mark.parametrize("name", ["decay", "epochs", "num_outputs"])
def test_create_callbacks_may_not_ask_for_what_there_is_not(own, name):
    model = own("learning_rate", CALLBACKS.format(arguments=f"learning_rate, {name}"))
    assert_problems(
        config({"learning_rate": LEARNING_RATE}, model=model),
        rf"model: found the argument {name} of create_callbacks, expected a name in search_space "
        r"or constants, one of the data set, or a default",
    )
