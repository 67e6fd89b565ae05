"""Evaluate the best model on the test examples, which the search never saw."""

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sametrials.common.csv_tables import write_csv
from sametrials.common.files import atomic_path, write_json
from sametrials.common.process_state import ProcessState
from sametrials.data.arrays import Arrays, load_arrays
from sametrials.study.objective import Objective
from sametrials.tasks.feature_importance import feature_importance
from sametrials.tasks.keras_network.outputs import probabilities_of, values_of
from sametrials.tasks.keras_network.saved_model import load_trained
from sametrials.tasks.keras_network.training.backend import keras, use_one_thread
from sametrials.tasks.keras_network.training.built_in import is_built_in
from sametrials.tasks.keras_network.training.fit import scale
from sametrials.tasks.measures import class_measures, value_measures
from sametrials.trials.record import TrialRecord

BATCH = 1000


class Evaluation(NamedTuple):
    """The evaluation of a model on the test examples.

    Attributes
    ----------
    summary
        What evaluation.json holds. For classes: images or examples (their number), accuracy, loss
        (mean cross-entropy), the optimised metric if it is another one, classes (their names, if
        they have any) and confusion_matrix (a row per true class, a column per predicted one). For
        a regression: examples, mse, mae, rmse, r2, the optimised metric if it is another one, and
        outputs (the same four of each, by name) if there are several.
    predictions
        What predictions.npz holds. For classes: probabilities (float32, N x classes) and labels
        (the true class of each). For a regression: targets and predicted (float32, N x outputs),
        and names of the outputs, if they have any.
    importance
        How the model depends on each column of the table (`feature_importance`); None for others.
    """

    summary: dict[str, Any]
    predictions: dict[str, np.ndarray]
    importance: pd.DataFrame | None = None


def evaluate(
    model_path: str | Path,
    data: str | Path,
    best: TrialRecord,
    *,
    model_file: str | Path | None = None,
    constants: Mapping[str, Any] | None = None,
    precision: str = "float32",
) -> Evaluation:
    """Evaluate a saved model on the test examples of a data set.

    Parameters
    ----------
    model_path
        The saved model.
    data
        The .npz file of the data set.
    best
        The record of the model's trial.
    model_file
        The Python file whose `create_model` made the model; None or a name for one of ours.
    constants
        The section of config.yaml: further arguments of `create_model`.
    precision
        The number format that it was trained in.

    Raises
    ------
    ConfigError
        The outputs are no probabilities of the classes, or not the numbers to predict.
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
    known = ("accuracy", "loss") if arrays.is_classification else ("mae", "rmse")
    is_known = is_built_in(model_file) and metric in known
    evaluation = measure(model, arrays, None if is_known else metric)
    importance = feature_importance(
        lambda rows: _predicted(model, arrays, scale(rows)), arrays, best.seed
    )
    state.restore()
    return evaluation._replace(importance=importance)


def measure(model: keras.Model, arrays: Arrays, metric: str | None = None) -> Evaluation:
    """Evaluate a model on the test examples of a data set.

    Parameters
    ----------
    model
        The model; compiled, if a metric is asked for.
    arrays
        The data set.
    metric
        A metric that Keras measures, beside the usual ones or in place of one.

    Raises
    ------
    ConfigError
        The outputs are no probabilities of the classes, or not the numbers to predict.
    """
    inputs = scale(arrays.x_test)
    predicted = _predicted(model, arrays, inputs)
    noun = "images" if arrays.noun == "images" and arrays.is_classification else "examples"
    summary = {noun: len(arrays.y_test)}
    if arrays.is_classification:
        targets = arrays.y_test
        measures, details = class_measures(targets, predicted, arrays.classes)
        losses = keras.losses.sparse_categorical_crossentropy(targets, predicted)
        measures["loss"] = float(np.mean(losses))
        predictions = {"probabilities": predicted, "labels": targets}
    else:
        targets = arrays.y_test.reshape(len(arrays.y_test), -1)
        measures, details = value_measures(targets, predicted, arrays.targets)
        predictions = {"targets": targets, "predicted": predicted}
        if arrays.targets:
            predictions["names"] = np.array(arrays.targets)
    summary |= measures
    if metric is not None:
        measured = model.evaluate(inputs, targets, batch_size=BATCH, verbose=0, return_dict=True)
        value = float(measured[metric])
        finite = math.isfinite(value)
        summary[metric] = Objective(metric).exact(value, len(targets)) if finite else None
    return Evaluation(summary | details, predictions)


def _predicted(model: keras.Model, arrays: Arrays, inputs: Any) -> np.ndarray:
    """Predict N x probabilities of classes, or N x numbers (ConfigError if it gives others)."""
    outputs = model.predict(inputs, batch_size=BATCH, verbose=0)
    if arrays.is_classification:
        return probabilities_of(outputs, arrays.number_of_classes, model.loss)
    return values_of(outputs, arrays.number_of_outputs)


def write_evaluation(
    evaluation: Evaluation,
    summary_path: str | Path,
    predictions_path: str | Path,
    importance_path: str | Path | None = None,
) -> None:
    """Write the summary as JSON, the predictions as .npz, and how columns matter as CSV.

    The latter is written for a table only, and if there is a path for it.
    """
    with atomic_path(predictions_path) as temporary:
        np.savez(temporary, **evaluation.predictions)
    if importance_path is not None and evaluation.importance is not None:
        write_csv(evaluation.importance, importance_path)
    write_json(summary_path, evaluation.summary)
