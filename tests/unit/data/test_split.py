"""Making the arrays of a data set from its IDX files."""

from pathlib import Path

import numpy as np
import pytest
from idx_files import images, labels

from hpo.common.errors import DataError
from hpo.data.arrays import load_arrays
from hpo.data.idx import read_idx
from hpo.data.split import split_dataset


def test_the_last_training_images_are_held_out(fixture_files, tmp_path):
    output = tmp_path / "mnist.npz"
    split_dataset(**fixture_files, output=output, train=None, validation=200, test=None)
    arrays = load_arrays(output)
    shapes = [array.shape for array in arrays]
    assert shapes == [(1000, 28, 28), (1000,), (200, 28, 28), (200,), (300, 28, 28), (300,)]
    x = read_idx(fixture_files["train_images"], 3)
    y = read_idx(fixture_files["train_labels"], 1)
    assert np.array_equal(arrays.x_train, x[:1000])
    assert np.array_equal(arrays.y_train, y[:1000])
    assert np.array_equal(arrays.x_validation, x[1000:])
    assert np.array_equal(arrays.y_validation, y[1000:])
    assert np.array_equal(arrays.x_test, read_idx(fixture_files["test_images"], 3))
    assert np.array_equal(arrays.y_test, read_idx(fixture_files["test_labels"], 1))
    assert arrays.image_shape == (28, 28)
    assert arrays.number_of_classes == 10


def test_only_the_first_images_are_used_and_validation_is_taken_from_them(small):
    arrays = load_arrays(small(train=12, validation=4, test=3))
    assert arrays.x_train[:, 0, 0].tolist() == list(range(8))
    assert arrays.x_validation[:, 0, 0].tolist() == [8, 9, 10, 11]
    assert arrays.x_test[:, 0, 0].tolist() == [100, 101, 102]
    assert [len(arrays.y_train), len(arrays.y_validation), len(arrays.y_test)] == [8, 4, 3]


def test_images_may_have_any_height_and_width_and_labels_any_number_of_classes(small):
    arrays = load_arrays(small(train_labels=labels(20, classes=3)))
    assert arrays.image_shape == (4, 3)
    assert arrays.number_of_classes == 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"validation": 20}, r"dataset\.validation is 20.* less than the 20 training"),
        ({"validation": 0}, r"dataset\.validation is 0"),
        ({"train": 5, "validation": 5}, r"dataset\.validation is 5.* less than the 5 training"),
        ({"train": 21}, r"dataset\.train is 21.* the 20 images"),
        ({"test": 7}, r"dataset\.test is 7.* the 6 images"),
        ({"train_labels": labels(19)}, "holds 20 images, but .* holds 19 labels"),
        ({"test_images": images(6, 3, 4)}, r"differ.*\(4, 3\) in .*\(3, 4\) in"),
        ({"test_labels": labels(6, classes=3)}, "labels up to 2, the 15 training images only up"),
        ({"train_labels": labels(20, classes=1)}, "all of class 0"),
        ({"train_images": labels(20)}, "not an IDX file of images.*0x00000801.*0x00000803"),
        ({"train_labels": images(20)}, "not an IDX file of labels.*0x00000803.*0x00000801"),
        ({"test_images": images(0)}, "holds nothing"),
    ],
)
def test_what_does_not_fit_is_refused(small, tmp_path, change, message):
    with pytest.raises(DataError, match=message):
        small(**change)
    assert not (tmp_path / "small.npz").exists()


def test_the_same_split_makes_the_same_bytes(small):
    assert small("a.npz").read_bytes() == small("b.npz").read_bytes()


def test_a_write_that_fails_leaves_nothing(small, tmp_path, monkeypatch):
    def disk_full(path, **arrays):
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", disk_full)
    with pytest.raises(OSError, match="No space left"):
        small()
    assert not list(tmp_path.glob("*npz*"))
