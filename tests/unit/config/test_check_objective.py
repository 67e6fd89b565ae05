"""What the configuration says of the objective."""

from dataclasses import fields

import pytest
from experiments import (
    REAL,
    assert_one_line,
    assert_reader_and_jsonschema_agree,
    at,
    changed,
    experiment,
    name_of,
    problems,
)

from sametrials.common.errors import ConfigError
from sametrials.config.make_study import make_study
from sametrials.config.validate import validate_config, validate_study
from sametrials.trials.record import TrialRecord

# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    (at("objective"), None, "objective: found null, expected a mapping"),
    (at("objective"), "val_loss", "objective: found 'val_loss', expected a mapping"),
    (
        at("objective"),
        {"metrics": "val_loss"},
        "objective.metrics: found an unknown key, expected one of metric, direction, epoch (did "
        "you mean metric?)",
    ),
    *[
        (
            at("objective"),
            {"metric": metric},
            f"objective.metric: found {shown}, expected the name of a metric, a Python identifier "
            "that is no other key of a record or table",
        )
        for metric, shown in [
            (None, "null"),
            ("", "''"),
            ("val loss", "'val loss'"),
            ("val-loss", "'val-loss'"),
            ("1st", "'1st'"),
            ("rank", "'rank'"),
            ("trial", "'trial'"),
            ("state", "'state'"),
            ("a" * 65, "'aa.*"),
        ]
    ],
    (
        at("objective"),
        {"metric": "val_los"},
        "objective.metric: found val_los, expected one that the training reports: accuracy, loss, "
        "val_accuracy, val_loss",
    ),
    (
        at("objective"),
        {"metric": "val_auc", "direction": "maximize"},
        "objective.metric: found val_auc, expected one that the training reports: accuracy, .*",
    ),
    (
        at("objective"),
        {"metric": "val_loss", "direction": "min"},
        "objective.direction: found 'min', expected one of maximize, minimize, null",
    ),
    (
        at("objective"),
        {"epoch": "first"},
        "objective.epoch: found 'first', expected one of last, best",
    ),
    (at("objective"), {"epoch": None}, "objective.epoch: found null, expected one of last, best"),
]


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_the_objective_is_one_line_with_key_found_and_expected(path, value, line):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_the_reader_and_jsonschema_agree_on_the_objective(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


@pytest.fixture
def own(tmp_path) -> dict:
    """A configuration with a model of the user's own."""
    path = tmp_path / "my_model.py"
    path.write_text("def create_model(x, **others): pass\n")
    return {"search_space": {"x": REAL}, "studies": {"gp": {}}, "model": str(path)}


def objective_of(config) -> dict:
    return validate_config(config)["objective"]


def test_without_an_objective_the_validation_accuracy_is_maximised():
    default = {"metric": "val_accuracy", "direction": "maximize", "epoch": "last"}
    for given in ({}, {"metric": "val_accuracy"}, {"direction": "maximize"}, {"epoch": "last"}):
        assert objective_of(changed(("objective",), given)) == default
    config = experiment()
    config.pop("objective", None)
    assert objective_of(config) == default


@pytest.mark.parametrize(
    ("metric", "direction"),
    [
        ("val_loss", "minimize"),
        ("loss", "minimize"),
        ("accuracy", "maximize"),
        ("val_auc", "maximize"),
        ("val_auc_1", "maximize"),
        ("val_f1_score", "maximize"),
        ("val_root_mean_squared_error", "minimize"),
        ("val_categorical_crossentropy", "minimize"),
        ("val_mae", "minimize"),
        ("val_kernel_rank", None),
    ],
)
def test_a_direction_that_is_left_out_follows_from_the_name_of_the_metric(own, metric, direction):
    config = own | {"objective": {"metric": metric}}
    if direction is not None:
        assert objective_of(config)["direction"] == direction
        return
    assert problems(config) == [
        "config: objective.direction: found nothing, expected maximize or minimize, since the name "
        f"{metric} does not tell"
    ]


@pytest.mark.parametrize("direction", ["maximize", "minimize"])
@pytest.mark.parametrize("metric", ["val_loss", "val_top2"])
def test_a_direction_that_is_given_counts_whatever_the_name_tells(own, metric, direction):
    config = own | {"objective": {"metric": metric, "direction": direction}}
    assert objective_of(config) == {"metric": metric, "direction": direction, "epoch": "last"}


def test_a_model_of_ones_own_may_report_any_metric(own):
    config = own | {"objective": {"metric": "val_top2", "direction": "maximize"}}
    assert objective_of(config)["metric"] == "val_top2"


def test_no_hyper_parameter_is_called_as_the_column_of_the_metric_is(own):
    config = own | {"objective": {"metric": "val_loss"}}
    config["search_space"] = {"x": REAL, "val_loss": REAL}
    assert problems(config) == [
        "config: search_space.val_loss: found the name of the metric, expected another name: that "
        "of the metric of the objective is a column of its own"
    ]
    config["objective"] = {"metric": "val_auc"}
    validate_config(config)


def test_no_hyper_parameter_is_called_accuracy(own):
    config = own | {"search_space": {"x": REAL, "accuracy": REAL}}
    [line] = problems(config)
    assert line.startswith("config: search_space.accuracy: found the name 'accuracy', expected")


def notes_of(config) -> list[str]:
    notes = []
    validate_config(config, note=notes.append)
    return notes


def test_of_a_metric_that_is_measured_on_the_training_images_the_user_is_told():
    assert notes_of(changed(("objective",), {"metric": "loss"})) == [
        "config: objective.metric: loss is measured on the training images, val_loss on those held "
        "out"
    ]
    assert notes_of(changed(("objective",), {"metric": "val_loss"})) == []
    assert notes_of(experiment()) == []


def test_a_study_by_itself_has_the_objective_that_it_is_given():
    checked = validate_study({}, {"x": REAL}, objective={"metric": "val_loss", "epoch": "best"})
    assert checked["objective"] == {"metric": "val_loss", "direction": "minimize", "epoch": "best"}
    with pytest.raises(ConfigError, match=r"^objective\.direction: found nothing, expected maxim"):
        validate_study({}, {"x": REAL}, objective={"metric": "profit"})
    with pytest.raises(ConfigError, match=r"^search_space\.x: found the name of the metric, exp"):
        validate_study({}, {"x": REAL}, objective={"metric": "x", "direction": "maximize"})


@pytest.mark.parametrize("key", [field.name for field in fields(TrialRecord)])
def test_no_metric_has_the_name_of_another_key_of_a_record(key):
    [line] = problems(changed(("objective",), {"metric": key, "direction": "minimize"}))
    assert "no other key of a record" in line


def test_a_direction_that_the_name_of_the_metric_contradicts_is_taken_and_told():
    notes = []
    objective = {"metric": "val_loss", "direction": "maximize"}
    valid = validate_config(changed(("objective",), objective), note=notes.append)
    assert valid["objective"]["direction"] == "maximize"
    assert notes == [
        "config: objective.direction: found maximize, though by its name val_loss is a metric to "
        "minimize"
    ]


@pytest.mark.parametrize("target", [-0.1, 1.01, 99.0])
def test_a_target_that_the_metric_cannot_reach_is_a_mistake(target):
    assert problems(changed(("studies", "gp", "target"), target)) == [
        f"config: studies.gp.target: found {target}, expected a value of val_accuracy, from 0 to 1 "
        "(99 % is 0.99)"
    ]


def test_a_loss_of_our_network_is_never_below_zero():
    config = changed(("studies", "gp", "target"), -0.1)
    config["objective"] = {"metric": "val_loss"}
    assert problems(config) == [
        "config: studies.gp.target: found -0.1, expected a value of val_loss, 0 or more"
    ]


@pytest.mark.parametrize("metric", ["val_mse", "rmse_1", "val_mean_absolute_error"])
def test_an_error_is_never_below_zero(metric):
    assert error_of_target(metric, -1) == (
        f"study.target: found -1.0, expected a value of {metric}, 0 or more"
    )
    assert error_of_target(metric, 99) is None


@pytest.mark.parametrize("metric", ["val_loss", "val_cosine_loss", "val_r2_score"])
def test_a_loss_of_ones_own_may_be_any_number(metric):
    assert error_of_target(metric, -1) is None
    assert error_of_target(metric, 99) is None


def error_of_target(metric, target):
    space = {"x": {"type": "real", "low": 0, "high": 1}}
    try:
        make_study(space, {"target": target}, objective={"metric": metric})
    except ConfigError as error:
        return str(error)
    return None


def test_a_target_of_a_metric_without_bounds_may_be_any_number():
    config = changed(("studies", "gp", "target"), 99)
    config["objective"] = {"metric": "val_loss"}
    assert validate_config(config)["studies"]["gp"]["target"] == 99
