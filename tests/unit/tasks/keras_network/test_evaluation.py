"""The best model on the test images."""

import json

import numpy as np
import pytest
from trained import CONSTANTS, own_model, train

from keras_process import say_of, write_images
from sametrials.data.arrays import load_arrays

EVALUATE = """
import numpy as np
from pathlib import Path
from sametrials.tasks.keras_network.evaluation import evaluate, write_evaluation
from sametrials.tasks.keras_network.training.backend import keras
from sametrials.trials.record import TrialRecord

folder = Path({folder!r})

def evaluated(metric, hyper_parameters=dict(), **given):
    best = TrialRecord(0, "complete", hyper_parameters, metric, 0.5, seed=97)
    found = evaluate(folder / "best.keras", folder / "data.npz", best, **given)
    write_evaluation(found, folder / "evaluation.json", folder / "predictions.npz")
    return found.summary
"""


@pytest.fixture
def folder(tmp_path):
    return write_images(tmp_path)


def test_our_own_network_has_an_accuracy_a_loss_and_a_confusion_matrix(folder):
    train(folder, [("best", {})])
    program = f"""
for metric in ("val_accuracy", "val_loss", "accuracy", "loss"):
    say(evaluated(metric, {CONSTANTS!r}))
"""
    summaries = say_of(EVALUATE.format(folder=str(folder)) + program, keras=True)
    assert summaries == summaries[:1] * 4
    assert list(summaries[0]) == ["images", "accuracy", "loss", "confusion_matrix"]
    assert json.loads((folder / "evaluation.json").read_text()) == summaries[0]
    with np.load(folder / "predictions.npz") as file:
        probabilities, labels = file["probabilities"], file["labels"]
    assert np.array_equal(labels, load_arrays(folder / "data.npz").y_test)
    right = (probabilities.argmax(axis=1) == labels).sum()
    assert summaries[0]["images"] == len(labels) == 20
    assert summaries[0]["accuracy"] == right / 20
    assert np.trace(summaries[0]["confusion_matrix"]) == right
    assert np.sum(summaries[0]["confusion_matrix"]) == 20
    of_the_true_class = probabilities[np.arange(20), labels]
    assert summaries[0]["loss"] == pytest.approx(-np.log(of_the_true_class).mean(), rel=1e-5)


@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16"])
def test_the_metric_of_the_user_s_own_model_is_there_as_keras_measures_it(folder, precision):
    model = own_model(folder)
    rate = {"hyper_parameters": {"rate": 1e-4}}
    train(
        folder,
        [("best", rate)],
        model=model,
        constants={},
        objective={"metric": "val_top2", "direction": "maximize"},
        training={"epochs": 1, "batch_size": 16, "precision": precision},
    )
    program = f"""
say(evaluated("val_top2", dict(rate=1e-4), model_file={model!r}, constants=dict()))
with np.load(folder / "predictions.npz") as file:
    top2 = keras.metrics.SparseTopKCategoricalAccuracy(k=2)
    top2.update_state(file["labels"], file["probabilities"])
say(float(top2.result()))
"""
    summary, top2 = say_of(EVALUATE.format(folder=str(folder)) + program, keras=True)
    assert set(summary) == {"images", "accuracy", "loss", "top2", "confusion_matrix"}
    assert summary["top2"] == pytest.approx(top2, abs=1e-7)
    assert summary["accuracy"] < summary["top2"]
    assert json.loads((folder / "evaluation.json").read_text()) == summary


def test_a_metric_class_of_the_user_s_own_is_measured_too(folder):
    model = own_model(folder, '[F1(average="macro")]')
    objective = {"metric": "val_f1_score", "direction": "maximize"}
    train(folder, [("best", {})], model=model, objective=objective)
    program = f"""
from sklearn.metrics import f1_score
say(evaluated("val_f1_score", model_file={model!r}, constants=dict(rate=3e-4)))
with np.load(folder / "predictions.npz") as file:
    say(f1_score(file["labels"], file["probabilities"].argmax(axis=1), average="macro"))
"""
    summary, f1 = say_of(EVALUATE.format(folder=str(folder)) + program, keras=True)
    assert summary["f1_score"] == pytest.approx(f1, abs=1e-6)


LOGITS = """
import keras


def odd(labels, outputs):
    return keras.ops.sum(outputs, -1) * float("inf")


def create_model(input_shape, num_classes):
    @keras.saving.register_keras_serializable()
    class Inside(keras.layers.Layer):
        def call(self, images):
            return images - 0.5

    layers = [Inside(), keras.layers.Lambda(lambda images: 2 * images), keras.layers.Flatten()]
    model = keras.Sequential([*layers, keras.layers.Dense(num_classes)])
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(1e-3), loss, metrics=["accuracy", odd])
    return model
"""


def test_logits_and_layers_that_no_other_process_can_load_are_evaluated(folder):
    model = folder / "own.py"
    model.write_text(LOGITS)
    train(folder, [("best", {})], model=str(model), constants={})
    program = f"""
given = dict(model_file={str(model)!r}, constants=dict())
say(evaluated("val_loss", **given))
say(evaluated("val_odd", **given))
"""
    summary, odd = say_of(EVALUATE.format(folder=str(folder)) + program, keras=True)
    with np.load(folder / "predictions.npz") as file:
        probabilities, labels = file["probabilities"], file["labels"]
    assert probabilities.sum(axis=1) == pytest.approx(1)
    measured = -np.log(probabilities[np.arange(20), labels]).mean()
    assert summary["loss"] == pytest.approx(measured, rel=1e-4)
    assert odd["odd"] is None
    assert odd["accuracy"] == summary["accuracy"]
