"""Data sets in .npz files."""

import numpy as np
import pytest


def numbers(*shape, kind=np.float64, seed=0):
    return np.random.RandomState(seed).randint(0, 200, shape).astype(kind)


def labels(count, classes=2):
    return np.arange(count) % classes


@pytest.mark.parametrize(
    ("shape", "kind", "found"),
    [
        ((20, 4, 5), np.uint8, ((4, 5), np.uint8)),
        ((20, 4, 5, 3), np.uint8, ((4, 5, 3), np.uint8)),
        ((20, 4, 5, 1), np.uint8, ((4, 5), np.uint8)),
        ((20, 4, 5, 2), np.uint8, ((4, 5, 2), np.float32)),
        ((20, 7), np.uint8, ((7,), np.float32)),
        ((20, 7), np.float64, ((7,), np.float32)),
        ((20, 9, 2), np.int16, ((9, 2), np.float32)),  # sequences
        ((20, 3), bool, ((3,), np.float32)),
    ],
)
def test_images_features_and_sequences_keep_their_values(prepare, shape, kind, found):
    x = numbers(*shape, kind=kind)
    np.savez("a.npz", x=x, y=labels(20))
    arrays = prepare(format="npz", path="a.npz", split="last").arrays
    assert (arrays.input_shape, arrays.x_train.dtype) == found
    assert np.array_equal(arrays.x_train, x[:12].reshape(12, *found[0]))
    assert np.array_equal(arrays.x_validation, x[12:16].reshape(4, *found[0]))
    assert np.array_equal(arrays.x_test, x[16:].reshape(4, *found[0]))
    assert np.array_equal(arrays.y_train, labels(12))
    assert arrays.classes == ("0", "1")


def test_arrays_may_have_any_names_and_a_split_of_their_own(prepare):
    parts = {"a": 10, "b": 5, "c": 6}
    arrays = {f"{name}_in": numbers(count, 3, seed=count) for name, count in parts.items()}
    arrays |= {f"{name}_out": labels(count) for name, count in parts.items()}
    np.savez("a.npz", **arrays, other=1)
    names = {}
    for part, letter in zip(("train", "validation", "test"), "abc", strict=True):
        names |= {f"x_{part}": f"{letter}_in", f"y_{part}": f"{letter}_out"}
    found = prepare(format="npz", path="a.npz", arrays=names)
    assert np.array_equal(found.arrays.x_train, arrays["a_in"].astype(np.float32))
    assert np.array_equal(found.arrays.x_validation, arrays["b_in"].astype(np.float32))
    assert np.array_equal(found.arrays.y_test, labels(6))
    assert "a.npz: a_in 10 x 3 float64, a_out 10 int64, b_in" in found.said[1]
    few = prepare(format="npz", path="a.npz", arrays=names, train=0.5, validation=4, test=2).arrays
    assert [len(few.y_train), len(few.y_validation), len(few.y_test)] == [5, 4, 2]


def test_a_missing_test_or_validation_part_is_held_out(prepare):
    x, y = numbers(20, 3), labels(20)
    np.savez("a.npz", x_train=x, y_train=y, x_test=x[:4], y_test=y[:4])
    arrays = prepare(format="npz", path="a.npz", split="last").arrays
    assert [len(arrays.y_train), len(arrays.y_validation), len(arrays.y_test)] == [16, 4, 4]


def test_columns_are_standardised_by_the_training_part_when_asked(prepare):
    x = numbers(20, 3)
    np.savez("a.npz", x=x, y=labels(20))
    arrays = prepare(format="npz", path="a.npz", split="last", scale=True).arrays
    train = x[:12].astype(np.float32).astype(float)
    wanted = (x - train.mean(axis=0)) / train.std(axis=0)
    assert np.allclose(arrays.x_train, wanted[:12], atol=1e-6)
    assert np.allclose(arrays.x_test, wanted[16:], atol=1e-6)


def test_several_outputs_are_a_regression(prepare):
    y = numbers(20, 2) / 7
    np.savez("a.npz", x=numbers(20, 3), y=y)
    found = prepare(format="npz", path="a.npz", split="last")
    assert found.dataset["task"] == "regression"
    assert found.arrays.number_of_outputs == 2
    assert np.array_equal(found.arrays.y_train, y[:12].astype(np.float32))


def test_one_output_may_stand_in_a_column(prepare):
    np.savez("a.npz", x=numbers(20, 3), y=numbers(20, 1) / 7)
    assert prepare(format="npz", path="a.npz").arrays.y_train.shape == (12,)


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["b", "a", "ä", "B"], ("B", "a", "b", "ä")),
        ([b"no", b"yes"], ("no", "yes")),
        ([True, False], ("False", "True")),
        ([10, 2, -1], ("-1", "2", "10")),
        ([0, 255], ("0", "255")),
        (["10", "9"], ("9", "10")),
    ],
)
def test_labels_of_any_kind_are_classes_in_a_stated_order(prepare, values, names):
    y = np.resize(np.array(values), 40)
    np.savez("a.npz", x=numbers(40, 3), y=y)
    found = prepare(format="npz", path="a.npz", task="classification", split="last")
    assert found.arrays.classes == names
    named = [names[label] for label in found.arrays.y_train]
    wanted = [value.decode() if isinstance(value, bytes) else str(value) for value in y[:24]]
    assert named == wanted


def test_whole_numbers_written_as_fractions_may_be_classes(prepare):
    np.savez("a.npz", x=numbers(20, 3), y=labels(20).astype(float) + 1)
    assert prepare(format="npz", path="a.npz", task="classification").arrays.classes == ("1", "2")


def test_hundreds_of_classes_have_labels_of_two_bytes(prepare):
    np.savez("a.npz", x=numbers(1200, 3), y=labels(1200, classes=300))
    arrays = prepare(format="npz", path="a.npz", task="classification").arrays
    assert arrays.y_train.dtype == np.uint16
    assert arrays.number_of_classes == 300
