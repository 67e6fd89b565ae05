"""Evaluate the best model on the test images, which the search never saw."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import confusion_matrix

from hpo.common.files import atomic_path, write_json
from hpo.common.process_state import ProcessState
from hpo.data.arrays import Arrays, load_arrays
from hpo.study.objective import Objective
from hpo.tasks.keras_network.outputs import probabilities_of
from hpo.tasks.keras_network.saved_model import load_trained
from hpo.tasks.keras_network.training.backend import keras, use_one_thread
from hpo.tasks.keras_network.training.fit import scale
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
    best: TrialRecord,
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
        The record of the model's trial.
    model_file
        The Python file whose `create_model` made the model; None for ours.
    constants
        The section of config.yaml: further arguments of `create_model`.
    precision
        The number format that it was trained in.

    Raises
    ------
    ConfigError
        The outputs are no probabilities of the classes.
    ValueError
        The network cannot be made again, or the weights are not its own.
    """
    use_one_thread()
    state = ProcessState()
    arrays = load_arrays(data)
    model = load_trained(
        Path(model_path).absolute(),  # code of the user may change the working folder
        arrays,
        best.hyper_parameters,
        best.seed,
        model_file=model_file,
        constants=constants,
        precision=precision,
    )
    metric = Objective(best.metric).test_metric
    is_known = model_file is None and metric in ("accuracy", "loss")
    evaluation = measure(model, arrays, None if is_known else metric)
    state.restore()
    return evaluation


def measure(model: keras.Model, arrays: Arrays, metric: str | None = None) -> Evaluation:
    """Evaluate a model on the test images of a data set.

    Parameters
    ----------
    model
        The model; compiled, if a metric is asked for.
    arrays
        The data set.
    metric
        A metric that Keras measures, beside accuracy and loss or in place of one.

    Raises
    ------
    ConfigError
        The outputs are no probabilities of the classes.
    """
    images, labels = scale(arrays.x_test), arrays.y_test
    outputs = model.predict(images, batch_size=BATCH, verbose=0)
    probabilities = probabilities_of(outputs, arrays.number_of_classes, model.loss)
    predicted = probabilities.argmax(axis=1)
    loss = keras.losses.sparse_categorical_crossentropy(labels, probabilities)
    summary = {
        "images": len(labels),
        "accuracy": float(np.mean(predicted == labels)),
        "loss": float(np.mean(loss)),
    }
    if metric is not None:
        measured = model.evaluate(images, labels, batch_size=BATCH, verbose=0, return_dict=True)
        value = float(measured[metric])
        finite = math.isfinite(value)
        summary[metric] = Objective(metric).exact(value, len(labels)) if finite else None
    classes = range(arrays.number_of_classes)
    summary["confusion_matrix"] = confusion_matrix(labels, predicted, labels=classes).tolist()
    return Evaluation(summary, probabilities, labels)


def write_evaluation(
    evaluation: Evaluation, summary_path: str | Path, predictions_path: str | Path
) -> None:
    """Write the summary as JSON, and the `probabilities` and `labels` as an .npz file."""
    with atomic_path(predictions_path) as temporary:
        np.savez(temporary, probabilities=evaluation.probabilities, labels=evaluation.labels)
    write_json(summary_path, evaluation.summary)
