"""Networks of every kind of data: rows of a table, colour images, classes and numbers."""

import json
from functools import cache

import numpy as np
import pytest
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error
from trained import CONSTANTS, program, train

from keras_process import say_of
from problems import (
    COLUMNS,
    brightness,
    colour_images,
    regression,
    rows_of_classes,
    write,
)
from sametrials.common.csv_tables import read_csv

FEW = {"learning_rate": 0.01, "num_dense_nodes": 16}
TRAINING = {"epochs": 8, "batch_size": 16, "precision": "float32"}
RMSE = {"metric": "val_rmse", "direction": "minimize"}
MLP = {"model": "mlp", "constants": FEW, "training": TRAINING}

EVALUATE = """
from sametrials.tasks.keras_network.evaluation import evaluate, write_evaluation
from sametrials.trials.record import TrialRecord

def evaluated(name, metric, model={model!r}, constants={constants!r}):
    best = TrialRecord(0, "complete", dict(), metric, 0.5, seed=97)
    found = evaluate(
        folder / f"{{name}}.keras", folder / "data.npz", best, model_file=model, constants=constants
    )
    paths = [folder / each for each in ("evaluation.json", "predictions.npz", "importance.csv")]
    write_evaluation(found, *paths)
    return found.summary
"""


def trained_and_evaluated(folder, metric, **given):
    """Train a network and evaluate it; returns its outcome, evaluation and predictions."""
    tail = EVALUATE.format(**{key: given[key] for key in ("model", "constants")})
    tail += f"say(evaluated('best', {metric!r}))"
    outcome, summary = say_of(program(folder, [("best", {})], **given) + tail, keras=True)
    assert json.loads((folder / "evaluation.json").read_text()) == summary
    with np.load(folder / "predictions.npz") as file:
        return outcome, summary, dict(file)


# What is learned

ROWS = {
    "classes": (rows_of_classes(), {}, "val_accuracy"),
    "classes of two bytes": (rows_of_classes(np.uint16), {}, "val_accuracy"),
    None: (regression(), RMSE, "val_rmse"),
    1: (regression(1), RMSE, "val_rmse"),
    2: (regression(2), RMSE, "val_rmse"),
}
"""Classes or numbers (so many outputs, or no dimension for them), the objective, its metric."""


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    """The network of each of these rows, trained and evaluated once, with the folder it is in."""

    @cache
    def learn(rows):
        arrays, objective, metric = ROWS[rows]
        folder = write(tmp_path_factory.mktemp("rows"), arrays)
        return folder, *trained_and_evaluated(folder, metric, objective=objective, **MLP)

    return learn


@pytest.mark.parametrize("n_outputs", [None, 1, 2])
def test_a_regression_of_numbers_far_from_0_is_learned_and_measured(learned, n_outputs):
    arrays = ROWS[n_outputs][0]
    _, (state, value, history, _), summary, predictions = learned(n_outputs)
    assert state == "complete"
    names = ("loss", "mae", "rmse")
    assert set(history) == {*names, *(f"val_{name}" for name in names)}
    assert value == history["val_rmse"][-1] < 100  # the targets spread by more than 200
    assert history["val_loss"][-1] == pytest.approx(value**2, rel=1e-5)

    targets, predicted = predictions["targets"], predictions["predicted"]
    assert targets.shape == predicted.shape == (40, n_outputs or 1)
    assert np.array_equal(targets, arrays.y_test.reshape(40, -1))
    assert summary["examples"] == 40
    assert summary["mae"] == pytest.approx(mean_absolute_error(targets, predicted), rel=1e-5)
    assert summary["mse"] == pytest.approx(summary["rmse"] ** 2)
    if n_outputs == 2:
        assert predictions["names"].tolist() == ["target 1", "target 2"]
        assert list(summary["outputs"]) == ["target 1", "target 2"]
        second = summary["outputs"]["target 2"]["rmse"]
        assert second == pytest.approx(root_mean_squared_error(*each_of(targets, predicted, 1)))
    else:
        assert "outputs" not in summary
    assert summary["r2"] == pytest.approx(r2_score(targets, predicted), abs=1e-5)
    assert "confusion_matrix" not in summary and "images" not in summary


def each_of(targets, predicted, output):
    return targets[:, output], predicted[:, output]


def test_the_loss_of_a_regression_is_measured_where_it_is_optimised(tmp_path):
    folder = write(tmp_path, regression())
    objective = {"metric": "val_loss", "direction": "minimize"}
    _, summary, _ = trained_and_evaluated(folder, "val_loss", objective=objective, **MLP)
    assert summary["loss"] == pytest.approx(summary["mse"], rel=1e-5)


@pytest.mark.parametrize("rows", ["classes", "classes of two bytes"])
def test_classes_of_rows_are_learned_and_named(learned, rows):
    _, (state, value, _, _), summary, predictions = learned(rows)
    assert (state, value > 0.8) == ("complete", True)
    assert list(summary) == ["examples", "accuracy", "loss", "classes", "confusion_matrix"]
    assert summary["classes"] == ["no", "yes", "perhaps"]
    assert np.sum(summary["confusion_matrix"]) == 40
    assert predictions["probabilities"].shape == (40, 3)


def test_a_class_without_training_examples_has_an_output_if_it_has_a_name(tmp_path):
    arrays = rows_of_classes()
    folder = write(tmp_path, arrays._replace(classes=(*arrays.classes, "never")))
    _, summary, predictions = trained_and_evaluated(folder, "val_loss", **MLP)
    assert predictions["probabilities"].shape == (40, 4)
    assert len(summary["confusion_matrix"]) == 4


@pytest.mark.parametrize("model", [None, "mlp"])
def test_images_in_colour_are_told_apart_by_their_colour(tmp_path, model):
    folder = write(tmp_path, colour_images(np.uint16))
    given = {"model": model, "constants": CONSTANTS if model is None else FEW}
    (_, value, _, _), summary, _ = trained_and_evaluated(
        folder, "val_loss", training=TRAINING, **given
    )
    assert value > 0.9
    assert summary["images"] == 40


def test_the_convolutional_network_predicts_numbers_of_images(tmp_path):
    folder = write(tmp_path, brightness())
    given = {"model": None, "constants": CONSTANTS, "training": TRAINING}
    (_, value, history, _), summary, _ = trained_and_evaluated(
        folder, "val_rmse", objective=RMSE, **given
    )
    assert value < history["val_rmse"][0]
    assert summary["r2"] > 0.5
    assert summary["examples"] == 40


# What the user's own model is given


OWN = """
import keras


class Squares(keras.losses.Loss):
    def call(self, targets, outputs):
        return keras.ops.square(targets - outputs)


def create_model(input_shape, num_outputs):
    assert isinstance(num_outputs, int)
    model = keras.Sequential([keras.Input(input_shape), keras.layers.Dense(num_outputs)])
    metrics = [keras.metrics.R2Score(name="r2_score"), "mse"]
    model.compile(keras.optimizers.Adam(1.0), Squares(), metrics=metrics)
    return model
"""


@pytest.mark.parametrize("n_outputs", [None, 2])
def test_any_loss_and_metric_of_numbers_takes_targets_with_a_row_for_each(tmp_path, n_outputs):
    folder = write(tmp_path, regression(n_outputs))
    (folder / "own.py").write_text(OWN)
    given = {"model": str(folder / "own.py"), "constants": {}, "training": TRAINING}
    objective = {"metric": "val_r2_score", "direction": "maximize"}
    (state, _, history, _), summary, _ = trained_and_evaluated(
        folder, "val_r2_score", objective=objective, **given
    )
    assert state == "complete"
    assert summary["r2_score"] == pytest.approx(summary["r2"], abs=1e-4)
    # Each row is compared with its own output, not with those of all rows.
    assert history["val_loss"] == pytest.approx(history["val_mse"], rel=1e-5)


# How columns matter


@pytest.mark.parametrize("rows", ["classes", None, 2])
def test_columns_that_tell_nothing_are_the_least_important_and_all_is_repeatable(learned, rows):
    folder, *_ = learned(rows)
    arrays, objective, metric = ROWS[rows]
    table = read_csv(folder / "importance.csv")
    assert tuple(table["column"]) == COLUMNS
    assert set(table["measure"]) == {"accuracy" if arrays.is_classification else "r2"}
    first, second, unused = table["importance"]
    assert first > 0.05 and second > 0.05
    assert abs(unused) < min(first, second)
    assert (table["low"] <= table["importance"]).all()
    assert (table["importance"] <= table["high"]).all()
    before = (folder / "importance.csv").read_bytes()
    tail = EVALUATE.format(model="mlp", constants=FEW) + f"say(evaluated('best', {metric!r}))"
    say_of(program(folder, [], objective=objective, **MLP) + tail, keras=True)
    assert (folder / "importance.csv").read_bytes() == before


def test_images_and_features_without_names_have_no_columns(tmp_path):
    for arrays in (colour_images(), rows_of_classes()._replace(columns=())):
        folder = write(tmp_path, arrays)
        _, summary, _ = trained_and_evaluated(folder, "val_loss", **MLP)
        assert not (folder / "importance.csv").exists()
        assert ("images" in summary) == (arrays.x_test.ndim > 2)


# Repeatability


@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16"])
def test_two_trainings_are_equal_bit_for_bit_in_any_order(tmp_path, precision):
    folder = write(tmp_path, regression(2))
    given = MLP | {"objective": RMSE, "training": TRAINING | {"precision": precision}}
    a = ("a", {"hyper_parameters": {"dropout": 0.2, "weight_decay": 0.01}})
    b = ("b", {"seed": 3, "hyper_parameters": {"num_dense_layers": 0}})
    forwards = train(folder, [a, b, a], **given)
    assert forwards[0] == forwards[2]
    assert train(folder, [b], **given) == forwards[1:2]


def test_weight_decay_changes_the_weights_and_is_no_part_of_the_loss(tmp_path):
    folder = write(tmp_path, regression())
    trials = [
        (name, {"hyper_parameters": {"weight_decay": each}})
        for name, each in (("a", 0.0), ("b", 0.1))
    ]
    (_, _, without, _), (_, _, decayed, _) = train(folder, trials, objective=RMSE, **MLP)
    assert without != decayed
    for history in (without, decayed):
        squares = np.square(history["val_rmse"])
        assert history["val_loss"] == pytest.approx(squares, rel=1e-5)
