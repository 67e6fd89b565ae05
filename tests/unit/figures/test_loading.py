import numpy as np
import pytest
import skopt
from drawn import case, small_test_set

from hpo.common.errors import DataError
from hpo.figures.shared.search_result import load_result
from hpo.figures.test_set.predicted_test_set import load_test_set


def write(folder, test_set, labels):
    data, predictions = folder / "data.npz", folder / "predictions.npz"
    np.savez(data, x_test=test_set.images, y_test=test_set.labels)
    np.savez(predictions, probabilities=test_set.probabilities, labels=labels)
    return data, predictions


def test_a_result_is_read_as_it_was_written(tmp_path):
    skopt.dump(case("one trial"), tmp_path / "search_result.pkl")
    assert load_result(tmp_path / "search_result.pkl").x_iters == case("one trial").x_iters


def test_images_and_predictions_are_put_together(tmp_path):
    test_set = small_test_set()
    found = load_test_set(*write(tmp_path, test_set, test_set.labels))
    assert (found.images == test_set.images).all()
    assert (found.probabilities == test_set.probabilities).all()


def test_predictions_of_other_images_are_refused(tmp_path):
    test_set = small_test_set()
    with pytest.raises(DataError, match=r"predictions.npz: found 12 predictions with other labels"):
        load_test_set(*write(tmp_path, test_set, test_set.labels[::-1]))
