"""Making the arrays of a data set from its IDX files."""

from pathlib import Path

import numpy as np
import pytest
from idx_files import images, labels

from sametrials.common.errors import DataError
from sametrials.data.arrays import load_arrays
from sametrials.data.formats.idx import IMAGES, LABELS, read_idx
from sametrials.data.split import split_dataset


def test_the_last_training_images_are_held_out(fixture_files, tmp_path):
    output = tmp_path / "mnist.npz"
    split_dataset(**fixture_files, output=output, train=None, validation=200, test=None)
    arrays = load_arrays(output)
    shapes = [array.shape for array in arrays[:6]]
    assert shapes == [(1000, 28, 28), (1000,), (200, 28, 28), (200,), (300, 28, 28), (300,)]
    x = read_idx(fixture_files["train_images"], IMAGES)
    y = read_idx(fixture_files["train_labels"], LABELS)
    assert np.array_equal(arrays.x_train, x[:1000])
    assert np.array_equal(arrays.y_train, y[:1000])
    assert np.array_equal(arrays.x_validation, x[1000:])
    assert np.array_equal(arrays.y_validation, y[1000:])
    assert np.array_equal(arrays.x_test, read_idx(fixture_files["test_images"], IMAGES))
    assert np.array_equal(arrays.y_test, read_idx(fixture_files["test_labels"], LABELS))
    assert arrays.input_shape == (28, 28)
    assert arrays.number_of_classes == 10


def test_only_the_first_images_are_used_and_validation_is_taken_from_them(small):
    arrays = load_arrays(small(train=12, validation=4, test=3))
    assert arrays.x_train[:, 0, 0].tolist() == list(range(8))
    assert arrays.x_validation[:, 0, 0].tolist() == [8, 9, 10, 11]
    assert arrays.x_test[:, 0, 0].tolist() == [100, 101, 102]
    assert [len(arrays.y_train), len(arrays.y_validation), len(arrays.y_test)] == [8, 4, 3]


def test_images_may_have_any_height_and_width_and_labels_any_number_of_classes(small):
    arrays = load_arrays(small(train_labels=labels(20, classes=3)))
    assert arrays.input_shape == (4, 3)
    assert arrays.number_of_classes == 3


def test_colours_and_other_numbers_are_read(small):
    coloured = np.arange(20 * 4 * 3 * 3, dtype=np.uint8).reshape(20, 4, 3, 3)
    arrays = load_arrays(small(train_images=coloured, test_images=coloured[:6]))
    assert np.array_equal(arrays.x_train, coloured[:15])
    waves = coloured.astype(np.float32) / 7
    arrays = load_arrays(small(train_images=waves, test_images=waves[:6]))
    assert np.array_equal(arrays.x_test, waves[:6])


def test_numbers_to_predict_are_read_from_the_files_of_labels(small):
    numbers = np.arange(40, dtype=np.float32).reshape(20, 2) / 3
    arrays = load_arrays(
        small(train_labels=numbers, test_labels=numbers[:6], task="regression", split="shuffled")
    )
    assert not arrays.is_classification
    assert np.array_equal(arrays.y_test, numbers[:6])


def test_labels_from_1_are_names_of_classes_and_labels_from_0_numbers(small):
    arrays = load_arrays(small(train_labels=labels(20) + 1, test_labels=labels(6) + 1))
    assert (arrays.classes, arrays.number_of_classes) == (("1", "2"), 2)
    assert np.array_equal(arrays.y_train, labels(15))
    assert load_arrays(small()).classes == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"validation": 20}, r"dataset\.validation is 20.* less than the 20 training"),
        ({"validation": 0}, r"dataset\.validation is 0"),
        ({"train": 5, "validation": 5}, r"dataset\.validation is 5.* less than the 5 training"),
        ({"train": 21}, r"dataset\.train is 21.* the 20 images"),
        ({"test": 7}, r"dataset\.test is 7.* the 6 images"),
        ({"train_labels": labels(19)}, "holds 20 images, but .* holds 19 labels"),
        (
            {"test_images": images(6, 3, 4)},
            r"differ.*\(4, 3\) \(uint8\) in .*\(3, 4\) \(uint8\) in",
        ),
        ({"test_labels": labels(6, classes=3)}, r"class 2 \(2 test images\) and none above 1 in"),
        ({"train_labels": labels(20, classes=1)}, "found class 0 alone"),
        ({"train_images": labels(20)}, "not an IDX file of images.*0x00000801.*0x00000803"),
        ({"train_labels": images(20)}, "not an IDX file of labels.*0x00000803.*0x00000801"),
        ({"test_images": images(0)}, "holds nothing"),
        ({"train_labels": np.repeat(np.uint8([0, 1]), 10)}, "class 1 alone in the 5 validation"),
    ],
)
def test_what_does_not_fit_is_refused(small, tmp_path, change, message):
    with pytest.raises(DataError, match=message):
        small(**change)
    assert not (tmp_path / "small.npz").exists()


@pytest.mark.parametrize("split", ["shuffled", "stratified"])
def test_images_are_drawn_with_the_seed_and_keep_their_order(small, split):
    sorted_labels = np.repeat(np.uint8([0, 1, 2, 3]), 5)

    def parts(seed):
        path = small(train_labels=sorted_labels, validation=8, split=split, seed=seed)
        arrays = load_arrays(path)
        return arrays.x_train[:, 0, 0].tolist(), arrays.x_validation[:, 0, 0].tolist()

    train, validation = parts(7)
    assert sorted(train + validation) == list(range(20))
    assert (train, validation) == (sorted(train), sorted(validation))
    assert (train, validation) == parts(7)
    assert (train, validation) != parts(8)
    assert len(validation) == 8


def test_what_is_drawn_is_known(small):
    """A change here changes the trials of all users who have their images drawn."""
    drawn = {
        split: load_arrays(small(validation=6, split=split, seed=3)).x_validation[:, 0, 0].tolist()
        for split in ("shuffled", "stratified")
    }
    assert drawn == {"shuffled": [0, 3, 5, 8, 10, 13], "stratified": [2, 5, 8, 11, 12, 17]}


@pytest.mark.parametrize("seed", range(5))
def test_a_stratified_part_has_of_each_class_its_share(small, seed):
    counts = [2, 3, 5, 10]
    train_labels = np.repeat(np.uint8([0, 1, 2, 3]), counts)
    path = small(train_labels=train_labels, validation=10, split="stratified", seed=seed)
    held_out = np.bincount(load_arrays(path).y_validation)
    assert np.abs(held_out - np.array(counts) / 2).max() < 1


def test_sizes_classes_and_what_is_unwise_are_returned(fixture_files, tmp_path):
    sizes = {"train": None, "validation": 200, "test": 5}
    said = split_dataset(**fixture_files, output=tmp_path / "a.npz", **sizes)
    assert said[:3] == [
        "dataset: 1000 training images (0: 97, 1: 116, 2: 99, 3: 93, 4: 105, 5: 92, 6: 94, 7: 117, "
        "8: 87, 9: 100)",
        "dataset: 200 validation images (0: 20, 1: 27, 2: 20, 3: 18, 4: 24, 5: 12, 6: 16, 7: 25, "
        "8: 17, 9: 21)",
        "dataset: 5 test images (0: 1, 1: 1, 2: 1, 4: 1, 7: 1)",
    ]
    assert said[3].startswith("dataset: found no test images of classes")


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


def test_the_folds_of_idx_files_are_the_same_test_images_and_each_other_image_once(small, tmp_path):
    further = [tmp_path / "second.npz", tmp_path / "third.npz"]
    first = small(validation=None, split="stratified", seed=1, further=further)
    folds = [load_arrays(path) for path in (first, *further)]
    assert [len(arrays.y_validation) for arrays in folds] == [7, 7, 6]
    validated = np.concatenate([arrays.x_validation for arrays in folds])
    assert len(np.unique(validated, axis=0)) == 20
    assert all(np.array_equal(arrays.x_test, folds[0].x_test) for arrays in folds)
    assert {len(arrays.y_train) + len(arrays.y_validation) for arrays in folds} == {20}
