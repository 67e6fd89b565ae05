"""How well numbers and classes are predicted."""

import numpy as np
import pytest

from sametrials.tasks.measures import class_measures, value_measures


def test_a_target_that_does_not_vary_has_no_r_squared():
    measures, several = value_measures(np.ones((3, 1)), np.array([[1.0], [2.0], [3.0]]))
    assert measures == {
        "mse": pytest.approx(5 / 3),
        "mae": 1,
        "rmse": pytest.approx((5 / 3) ** 0.5),
        "r2": None,
    }
    assert several == {}


def test_an_infinite_prediction_has_no_measure_that_json_knows():
    measures, _ = value_measures(np.array([[1.0], [2.0]]), np.array([[np.inf], [2.0]]))
    assert measures == {"mse": None, "mae": None, "rmse": None, "r2": None}


def test_r_squared_of_several_outputs_is_the_mean_of_each():
    targets = np.array([[0.0, 0.0], [2.0, 200.0]])
    predicted = np.array([[0.0, 100.0], [2.0, 100.0]])
    measures, several = value_measures(targets, predicted)
    assert [each["r2"] for each in several["outputs"].values()] == [1.0, 0.0]
    assert measures["r2"] == 0.5
    assert list(several["outputs"]) == ["output 1", "output 2"]
    assert measures["mae"] == 50


def test_classes_without_names_have_none_in_the_summary():
    labels, probabilities = np.array([0, 1]), np.array([[0.9, 0.1], [0.8, 0.2]], np.float32)
    measures, details = class_measures(labels, probabilities)
    assert measures == {"accuracy": 0.5}
    assert details == {"confusion_matrix": [[1, 0], [1, 0]]}
    _, details = class_measures(labels, probabilities, ("no", "yes"))
    assert details["classes"] == ["no", "yes"]
