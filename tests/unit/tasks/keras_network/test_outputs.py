"""What a network gives, read as the probability of each class."""

from types import SimpleNamespace

import numpy as np
import pytest

from sametrials.common.errors import ConfigError
from sametrials.tasks.keras_network.outputs import probabilities_of, values_of

LOGITS = SimpleNamespace(from_logits=True)


def read(rows, n_classes=2, loss="any"):
    return probabilities_of(np.array(rows, np.float32), n_classes, loss)


def test_those_of_a_softmax_stay_as_they_are():
    rows = np.array([[0.25, 0.5, 0.25], [0.0, 0.0, 1.0]], np.float32)
    probabilities = read(rows, 3)
    assert np.array_equal(probabilities, rows)
    assert probabilities.dtype == np.float32


@pytest.mark.parametrize(
    ("rows", "loss"),
    [([[0.3, 0.6]], LOGITS), ([[-1.0, 2.0]], "any"), ([[0.0, 3.0]], None)],
)
def test_logits_get_a_softmax_whether_the_loss_names_them_or_not(rows, loss):
    powers = np.exp(rows)
    assert read(rows, loss=loss) == pytest.approx(powers / powers.sum())


def test_a_sigmoid_for_each_class_is_divided_by_the_sum():
    assert read([[0.9, 0.3], [0.0, 0.0]]) == pytest.approx(np.array([[0.75, 0.25], [0.5, 0.5]]))


def test_one_output_is_the_second_of_two_classes():
    assert read([[0.2], [1.0]]) == pytest.approx(np.array([[0.8, 0.2], [0.0, 1.0]]))
    assert read([[0.0]], loss=LOGITS) == pytest.approx(np.array([[0.5, 0.5]]))
    assert read([[-2.0]]) == pytest.approx(np.array([[0.880797, 0.119203]]))


def test_an_infinite_output_is_a_certain_one():
    rows = [[np.inf, 0.0], [-np.inf, 0.0], [np.inf, np.inf]]
    assert read(rows).tolist() == [[1, 0], [0, 1], [0.5, 0.5]]
    assert read([[np.inf], [-np.inf]]).tolist() == [[0, 1], [1, 0]]


@pytest.mark.parametrize(
    ("outputs", "n_classes", "found"),
    [
        (np.zeros((5, 1000)), 10, "found 1000 outputs for 10 classes, expected one for each"),
        (np.zeros((5, 7)), 10, "found 7 outputs for 10 classes"),
        (np.zeros((5, 1)), 10, "found 1 outputs for 10 classes"),
        (np.zeros((5, 28, 10)), 10, "found 28 x 10 outputs for 10 classes"),
        (np.zeros(5), 2, "found no outputs for 2 classes"),
        ([np.zeros((5, 10)), np.zeros((5, 10))], 10, "found a model with 2 outputs, expected one"),
        ({"a": np.zeros((5, 10))}, 10, "found a model with 1 outputs, expected one"),
        (np.array([[0, 1], [np.nan, 1]]), 2, r"not a number \(NaN\) for 1 of 2 examples"),
    ],
)
def test_what_is_no_probability_of_the_classes_is_refused_in_a_line(outputs, n_classes, found):
    with pytest.raises(ConfigError, match=f"^create_model: .*{found}") as refused:
        probabilities_of(outputs, n_classes, "any")
    assert "\n" not in str(refused.value)


def test_numbers_have_a_row_for_each_example():
    values = values_of(np.array([[1, 2], [3, 4]], np.float64), 2)
    assert (values.dtype, values.tolist()) == (np.float32, [[1, 2], [3, 4]])
    assert values_of(np.array([5.0, 6.0]), 1).tolist() == [[5], [6]]


@pytest.mark.parametrize(
    ("outputs", "n_outputs", "found"),
    [
        (
            np.zeros((5, 3)),
            2,
            "found 3 outputs for 2 numbers, expected one for each: give",
        ),
        (np.zeros((5, 3)), 1, "found 3 outputs for 1 number"),
        (np.zeros((5, 4, 1)), 1, "found 4 x 1 outputs for 1 number"),
        ([np.zeros((5, 1)), np.zeros((5, 1))], 2, "found a model with 2 outputs, expected one"),
        (np.array([[np.nan], [1.0]]), 1, r"not a number \(NaN\) for 1 of 2 examples"),
    ],
)
def test_what_is_not_the_numbers_to_predict_is_refused_in_a_line(outputs, n_outputs, found):
    with pytest.raises(ConfigError, match=f"^create_model: .*{found}"):
        values_of(outputs, n_outputs)
