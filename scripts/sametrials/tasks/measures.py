"""How well a model predicts: classes, or numbers."""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from sklearn.metrics import confusion_matrix

from sametrials.common.r_squared import r_squared

Measures = tuple[dict[str, Any], dict[str, Any]]


def class_measures(
    labels: np.ndarray, probabilities: np.ndarray, names: Sequence[str] = ()
) -> Measures:
    """Measure how well classes are predicted.

    Parameters
    ----------
    labels
        N true classes, from 0.
    probabilities
        N x classes, float32.
    names
        Of the classes; may be none.

    Returns
    -------
    tuple of two dict
        accuracy; classes (if they have names) and confusion_matrix.
    """
    n_classes = probabilities.shape[1]
    predicted = probabilities.argmax(axis=1)
    counts = confusion_matrix(labels, predicted, labels=range(n_classes)).tolist()
    details = {"classes": list(names)} if names else {}
    accuracy = float(np.mean(predicted == labels))
    return {"accuracy": accuracy}, details | {"confusion_matrix": counts}


def value_measures(
    targets: np.ndarray, predicted: np.ndarray, names: Sequence[str] = ()
) -> Measures:
    """Measure how well numbers are predicted.

    Parameters
    ----------
    targets, predicted
        N x outputs.
    names
        Of the outputs; may be none.

    Returns
    -------
    tuple of two dict
        mse, mae, rmse and r2; outputs, the same of each, if there are several.
    """
    each = [_of_one(*pair) for pair in zip(targets.T, predicted.T, strict=True)]
    errors = predicted.astype(float) - targets
    r2s = [one["r2"] for one in each]
    measures = {
        "mse": _finite(np.mean(errors**2)),
        "mae": _finite(np.mean(np.abs(errors))),
        "rmse": _finite(math.sqrt(np.mean(errors**2))),
        "r2": None if None in r2s else float(np.mean(r2s)),
    }
    names = names or [f"output {number}" for number in range(1, len(each) + 1)]
    several = {"outputs": dict(zip(names, each, strict=True))} if len(each) > 1 else {}
    return measures, several


def _of_one(targets: np.ndarray, predicted: np.ndarray) -> dict[str, float | None]:
    errors = predicted.astype(float) - targets
    return {
        "mse": _finite(np.mean(errors**2)),
        "mae": _finite(np.mean(np.abs(errors))),
        "rmse": _finite(math.sqrt(np.mean(errors**2))),
        "r2": _finite(r_squared(targets, predicted)),
    }


def _finite(value: float) -> float | None:
    """Give a number as JSON knows it; None if it is none."""
    return float(value) if math.isfinite(value) else None
