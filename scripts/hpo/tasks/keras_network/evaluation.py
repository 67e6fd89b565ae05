"""Evaluate the best model on the test images, which the search never saw."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import confusion_matrix

from hpo.common.files import atomic_path, write_json
from hpo.common.process_state import ProcessState
from hpo.data.arrays import load_arrays
from hpo.study.objective import Objective
from hpo.tasks.keras_network.training.backend import keras, use_one_thread
from hpo.tasks.keras_network.training.fit import scale
from hpo.tasks.keras_network.training.load_model import (
    arguments_of,
    load_create_model,
    without_training_dimensions,
)
from hpo.trials.record import TrialRecord

BATCH = 1000


class Evaluation(NamedTuple):
    """The evaluation of a model on the test images.

    Attributes
    ----------
    summary
        images (their number), accuracy, loss (mean cross-entropy), the optimised metric if it is
        another one, and confusion_matrix (a row per true class, a column per predicted one).
    probabilities
        float32, images x classes.
    labels
        uint8, the true class of each image.
    """

    summary: dict[str, Any]
    probabilities: np.ndarray
    labels: np.ndarray


def evaluate(
    model_path: str | Path,
    data: str | Path,
    best: TrialRecord | None = None,
    *,
    model_file: str | Path | None = None,
    constants: Mapping[str, Any] | None = None,
    precision: str = "float32",
) -> Evaluation:
    """Evaluate a saved model on the test images of a data set.

    Parameters
    ----------
    model_path
        The saved model.
    data
        The .npz file of the data set.
    best
        The record of the model's trial, whose metric is measured, too; None for accuracy and loss
        alone.
    model_file
        The Python file whose `create_model` made the model; None for ours.
    constants
        The section of config.yaml: further arguments of `create_model`.
    precision
        The number format that it was trained in.
    """
    use_one_thread()
    create_model = load_create_model(model_file)  # it also registers the user's layers with Keras
    state = ProcessState()
    arrays = load_arrays(data)
    model = keras.saving.load_model(model_path, compile=False)
    images = scale(arrays.x_test)
    probabilities = model.predict(images, batch_size=BATCH, verbose=0)
    predicted = probabilities.argmax(axis=1)
    loss = keras.losses.sparse_categorical_crossentropy(arrays.y_test, probabilities)
    summary = {
        "images": len(arrays.y_test),
        "accuracy": float(np.mean(predicted == arrays.y_test)),
        "loss": float(np.mean(loss)),
    }
    if best is not None:
        metric = Objective(best.metric).test_metric
        if metric not in summary or model_file is not None:
            keras.config.set_dtype_policy(precision)
            arguments = arguments_of(create_model, arrays, constants) | best.hyper_parameters
            compiled = create_model(**without_training_dimensions(arguments))
            compiled.set_weights(model.get_weights())
            measured = compiled.evaluate(
                images, arrays.y_test, batch_size=BATCH, verbose=0, return_dict=True
            )
            value = float(measured[metric])
            exact = Objective(best.metric).exact(value, len(arrays.y_test))
            summary[metric] = exact if math.isfinite(value) else None
    state.restore()  # code of the user may have changed the working folder
    n_classes = probabilities.shape[1]
    summary["confusion_matrix"] = confusion_matrix(
        arrays.y_test, predicted, labels=range(n_classes)
    ).tolist()
    return Evaluation(summary, probabilities, arrays.y_test)


def write_evaluation(
    evaluation: Evaluation, summary_path: str | Path, predictions_path: str | Path
) -> None:
    """Write the summary as JSON, and the `probabilities` and `labels` as an .npz file."""
    with atomic_path(predictions_path) as temporary:
        np.savez(temporary, probabilities=evaluation.probabilities, labels=evaluation.labels)
    write_json(summary_path, evaluation.summary)
