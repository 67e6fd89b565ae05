"""How good the best model is on images that the search never saw."""

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from sklearn.metrics import confusion_matrix

from hpo.backend import keras, use_one_thread
from hpo.datasets import load_arrays
from hpo.files import atomic_path, write_json
from hpo.fitting import scale
from hpo.model_file import load_create_model


class Evaluation(NamedTuple):
    """A model on the test images.

    Attributes
    ----------
    summary
        images (their number), accuracy, loss (mean cross-entropy) and confusion_matrix (a row
        per true class, a column per predicted one).
    probabilities
        float32, images x classes.
    labels
        uint8, the true class of each image.
    """

    summary: dict[str, Any]
    probabilities: np.ndarray
    labels: np.ndarray


def evaluate(
    model_path: str | Path, data: str | Path, model_file: str | Path | None = None
) -> Evaluation:
    """Evaluate a saved model on the test images of a data set (an .npz file).

    `model_file` is the Python file that made it, with its layers; None for ours.
    """
    use_one_thread()
    load_create_model(model_file)  # which makes the user's own layers known to Keras
    arrays = load_arrays(data)
    model = keras.saving.load_model(model_path, compile=False)
    probabilities = model.predict(scale(arrays.x_test), batch_size=1000, verbose=0)
    predicted = probabilities.argmax(axis=1)
    loss = keras.losses.sparse_categorical_crossentropy(arrays.y_test, probabilities)
    n_classes = probabilities.shape[1]
    summary = {
        "images": len(arrays.y_test),
        "accuracy": float(np.mean(predicted == arrays.y_test)),
        "loss": float(np.mean(loss)),
        "confusion_matrix": confusion_matrix(
            arrays.y_test, predicted, labels=range(n_classes)
        ).tolist(),
    }
    return Evaluation(summary, probabilities, arrays.y_test)


def write_evaluation(
    evaluation: Evaluation, summary_path: str | Path, predictions_path: str | Path
) -> None:
    """Write the summary as JSON, and the `probabilities` and `labels` as an .npz file."""
    with atomic_path(predictions_path) as temporary:
        np.savez(temporary, probabilities=evaluation.probabilities, labels=evaluation.labels)
    write_json(summary_path, evaluation.summary)
