"""Reading IDX files, splitting, loading, and the identity of a data set."""

import gzip
import struct
from pathlib import Path

import numpy as np
import pytest

from hpo.common.errors import DataError
from hpo.data.arrays import Arrays, digest_for_training, load_arrays
from hpo.data.idx import read_idx
from hpo.data.sources import IDX_FILES
from hpo.data.split import split_dataset

DATA = Path(__file__).parents[1] / "data"


def idx_bytes(array):
    """Array (uint8) as the content of an IDX file."""
    header = struct.pack(f">{1 + array.ndim}I", 0x800 + array.ndim, *array.shape)
    return header + array.tobytes()


def images(count, height=4, width=3, first=0):
    """Images that differ: every pixel of image i is first + i."""
    column = np.arange(first, first + count, dtype=np.uint8)
    return np.broadcast_to(column[:, None, None], (count, height, width)).copy()


def labels(count, classes=2):
    return np.arange(count, dtype=np.uint8) % classes


@pytest.fixture
def small(tmp_path):
    """A function that writes a data set of 20 + 6 images and splits it; returns the .npz path."""
    content = {
        "train_images": images(20),
        "train_labels": labels(20),
        "test_images": images(6, first=100),
        "test_labels": labels(6),
    }

    def make(output="small.npz", train=None, validation=5, test=None, **replaced):
        paths = {}
        for key, array in (content | replaced).items():
            paths[key] = tmp_path / IDX_FILES[key]
            paths[key].write_bytes(idx_bytes(array))
        output = tmp_path / output
        split_dataset(**paths, output=output, train=train, validation=validation, test=test)
        return output

    return make


@pytest.fixture(scope="module")
def fixture_files(tmp_path_factory):
    """Return the unzipped files of tests/data, by their key in config.yaml."""
    folder = tmp_path_factory.mktemp("raw")
    paths = {key: folder / name for key, name in IDX_FILES.items()}
    for path in paths.values():
        path.write_bytes(gzip.decompress((DATA / f"{path.name}.gz").read_bytes()))
    return paths


def test_the_fixture_is_mnist(fixture_files):
    x = read_idx(fixture_files["train_images"], 3)
    y = read_idx(fixture_files["train_labels"], 1)
    assert x.shape == (1200, 28, 28)
    assert x.dtype == y.dtype == np.uint8
    assert y[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert np.bincount(y).min() > 90
    assert x.max() == 255
    assert 30 < x.mean() < 37  # MNIST's mean pixel is 33.3
    assert read_idx(fixture_files["test_labels"], 1)[:5].tolist() == [7, 2, 1, 0, 4]


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


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "0 bytes, too few for the header"),
        (idx_bytes(images(2))[:9], "9 bytes, too few for the header"),
        (idx_bytes(images(2))[:-1], r"39 bytes; its header announces 2 x 4 x 3 and so 40 bytes"),
        (idx_bytes(images(2)) + b"x", "41 bytes; its header announces"),
        (struct.pack(">4I", 0x803, 2**32 - 1, 2**32 - 1, 2**32 - 1), "16 bytes; its header"),
        (gzip.compress(idx_bytes(images(2)), mtime=0), "0x1f8b0800, expected 0x00000803"),
    ],
)
def test_a_damaged_idx_file_is_named_with_what_to_do(tmp_path, content, message):
    path = tmp_path / "images"
    path.write_bytes(content)
    with pytest.raises(DataError, match=message) as caught:
        read_idx(path, 3)
    assert f"Delete {path} and run again" in str(caught.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="nowhere does not exist"):
        read_idx(tmp_path / "nowhere", 3)
    with pytest.raises(DataError, match=r"nowhere\.npz does not exist"):
        load_arrays(tmp_path / "nowhere.npz")


def test_the_same_split_makes_the_same_bytes(small):
    assert small("a.npz").read_bytes() == small("b.npz").read_bytes()


def test_the_digest_is_that_of_the_content_not_of_the_file(small, tmp_path):
    arrays = load_arrays(small())
    np.savez_compressed(tmp_path / "compressed.npz", **arrays._asdict())
    assert digest_for_training(load_arrays(tmp_path / "compressed.npz")) == digest_for_training(
        arrays
    )


def test_the_digest_is_known(small):
    """A change here makes all trial records of all users stale."""
    expected = "179758b90f139c9db03449f62d8939901c4833cd88f5ed432da7a05bace350f9"
    assert digest_for_training(load_arrays(small())) == expected


@pytest.mark.parametrize("name", Arrays._fields)
def test_the_digest_changes_with_one_value_of_what_a_trial_sees(small, name):
    arrays = load_arrays(small())
    changed = getattr(arrays, name).copy()
    changed.flat[-1] += 1
    same = digest_for_training(arrays._replace(**{name: changed})) == digest_for_training(arrays)
    assert same == name.endswith("_test")


def test_the_digest_changes_with_the_shape(small):
    arrays = load_arrays(small())
    turned = arrays._replace(x_train=arrays.x_train.transpose(0, 2, 1))
    assert digest_for_training(turned) != digest_for_training(arrays)


def test_the_digest_does_not_depend_on_the_memory_layout(small):
    arrays = load_arrays(small())
    other = arrays._replace(x_train=np.asfortranarray(arrays.x_train))
    assert digest_for_training(other) == digest_for_training(arrays)


def cut(content):
    return content[: len(content) // 2]


def empty(content):
    return b""


def text(content):
    return b"not an npz file"


def one_bit_flipped(content):
    middle = len(content) // 2
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


@pytest.mark.parametrize("damage", [cut, empty, text, one_bit_flipped])
def test_a_damaged_npz_file_is_named_with_what_to_do(small, damage):
    path = small(train_images=images(20, 28, 28), test_images=images(6, 28, 28))
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(DataError, match="damaged") as caught:
        load_arrays(path)
    assert f"Delete {path} and run again" in str(caught.value)


def test_an_npz_file_with_something_else_in_it_is_refused(small):
    path = small()
    arrays = load_arrays(path)
    np.savez(path, **arrays._replace(x_test=arrays.x_test / 255)._asdict())
    with pytest.raises(DataError, match="x_test is float64"):
        load_arrays(path)
    np.savez(path, x_train=arrays.x_train)
    with pytest.raises(DataError, match="y_train"):
        load_arrays(path)


def test_a_write_that_fails_leaves_nothing(small, tmp_path, monkeypatch):
    def disk_full(path, **arrays):
        Path(path).write_bytes(b"half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(np, "savez", disk_full)
    with pytest.raises(OSError, match="No space left"):
        small()
    assert not list(tmp_path.glob("*npz*"))
