"""The test images and what the best model says of them."""

from pathlib import Path
from typing import NamedTuple

import numpy as np

from sametrials.common.errors import DataError


class TestSet(NamedTuple):
    """N test images and what the best model says of them."""

    __test__ = False  # no test class, whatever pytest makes of the name

    images: np.ndarray
    """N x height x width (x 3 colours), uint8."""
    labels: np.ndarray
    """N true classes, counted from 0."""
    probabilities: np.ndarray
    """N x classes: the model's probability of each class, 0 to 1."""
    classes: tuple[str, ...] = ()
    """Names of the classes; none if they are just numbered."""

    def name_of(self, label: int) -> str:
        """Name a class by its label."""
        return self.classes[label] if self.classes else str(label)


def load_test_set(data: str | Path, predictions: str | Path) -> TestSet:
    """Read the test images of a data set and the predictions of the best model.

    Raises
    ------
    DataError
        The predictions are not those of these images.
    """
    with np.load(data) as arrays, np.load(predictions) as predicted:
        classes = tuple(arrays["classes"].tolist()) if "classes" in arrays else ()
        test_set = TestSet(
            arrays["x_test"], predicted["labels"], predicted["probabilities"], classes
        )
        fits = np.array_equal(arrays["y_test"], test_set.labels)
    if not fits or len(test_set.probabilities) != len(test_set.labels):
        raise DataError(
            f"{predictions}: found {len(test_set.probabilities)} predictions with other labels "
            f"than the {len(test_set.images)} test images of {data}; remove it and run again"
        )
    return test_set
