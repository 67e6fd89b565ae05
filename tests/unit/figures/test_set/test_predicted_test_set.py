import numpy as np
import pytest
from drawn import small_test_set

from sametrials.common.errors import DataError
from sametrials.figures.test_set.predicted_test_set import load_test_set


def write(folder, test_set, labels):
    data, predictions = folder / "data.npz", folder / "predictions.npz"
    np.savez(data, x_test=test_set.images, y_test=test_set.labels)
    np.savez(predictions, probabilities=test_set.probabilities, labels=labels)
    return data, predictions


def test_images_and_predictions_are_put_together(tmp_path):
    test_set = small_test_set()
    found = load_test_set(*write(tmp_path, test_set, test_set.labels))
    assert (found.images == test_set.images).all()
    assert (found.probabilities == test_set.probabilities).all()
    assert found.name_of(3) == "3"


def test_classes_have_their_names(tmp_path):
    test_set = small_test_set()
    data, predictions = write(tmp_path, test_set, test_set.labels)
    names = [f"kind {number}" for number in range(10)]
    np.savez(data, x_test=test_set.images, y_test=test_set.labels, classes=np.array(names))
    assert load_test_set(data, predictions).name_of(3) == "kind 3"


def test_predictions_of_other_images_are_refused(tmp_path):
    test_set = small_test_set()
    with pytest.raises(DataError, match=r"predictions.npz: found 12 predictions with other labels"):
        load_test_set(*write(tmp_path, test_set, test_set.labels[::-1]))
