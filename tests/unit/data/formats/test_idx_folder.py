"""A folder of the user's own with four IDX files."""

import gzip
from pathlib import Path

import numpy as np
import pytest
from idx_files import idx_bytes
from prepared import checked

from sametrials.common.errors import UserError
from sametrials.data.idx_head import idx_files_in
from sametrials.data.kind import examples_of

SECTION = {"name": "mine", "format": "idx", "path": "folder", "validation": 10}
NAMES = ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")


def numbers(shape, kind="uint8"):
    return np.arange(np.prod(shape)).reshape(shape).astype(kind)


def write(shape=(4, 3), kind="uint8", dimensions=3, **changed: bytes) -> None:
    """Write 30 and 8 examples of a shape and their labels; a changed file has another content."""
    Path("folder").mkdir()
    for name, size in zip(NAMES, (30, 30, 8, 8), strict=True):
        is_labels = "labels" in name
        content = idx_bytes(numbers(size) % 2 if is_labels else numbers((size, *shape), kind))
        content = changed.get(name.split("-idx")[0].replace("-", "_"), content)
        name = name if is_labels else name.replace("3", str(dimensions))
        Path("folder", f"{name}-ubyte").write_bytes(content)


@pytest.mark.parametrize(
    ("shape", "kind", "noun"),
    [
        ((4, 3), "uint8", "images"),
        ((4, 3, 3), "uint8", "images"),
        ((4, 3, 1), "uint8", "images"),
        ((4, 3, 2), "uint8", "examples"),
        ((5,), "uint8", "examples"),
        ((4, 3), "float32", "examples"),
        ((2, 3, 2, 2), "float32", "examples"),
    ],
)
def test_its_files_are_read_and_the_header_tells_what_is_an_image(prepare, shape, kind, noun):
    write(shape, kind, dimensions=1 + len(shape))
    found = prepare(**SECTION)
    assert found.arrays.noun == noun == examples_of(found.dataset)
    is_grey = shape[2:] == (1,)
    assert found.arrays.input_shape == (shape[:2] if is_grey else shape)
    expected = numbers((30, *shape), kind).reshape(30, *found.arrays.input_shape)
    assert np.array_equal(found.arrays.x_train, expected[:20])
    assert np.array_equal(found.arrays.x_validation, expected[20:])
    assert found.arrays.y_test.tolist() == [0, 1] * 4
    assert found.said[0].startswith(f"folder: train 30 x {shape[0]}")


def test_gzipped_files_make_the_same_bytes(prepare, tmp_path):
    write()
    prepare(**SECTION)
    first = (tmp_path / "out" / "data.npz").read_bytes()
    for file in Path("folder").iterdir():
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    assert examples_of(SECTION) == "images"
    prepare(**SECTION)
    assert (tmp_path / "out" / "data.npz").read_bytes() == first


def test_labels_may_be_numbers_to_predict(prepare):
    of_train, of_test = (idx_bytes(numbers((size, 2), "float32")) for size in (30, 8))
    write(train_labels=of_train, t10k_labels=of_test)
    found = prepare(**SECTION, task="regression")
    assert found.arrays.y_train.shape == (20, 2)


GZIPPED = gzip.compress(idx_bytes(numbers((30, 4, 3))), mtime=0)


def zip_labels(content: bytes) -> None:
    Path("folder/train-labels-idx1-ubyte").unlink()
    Path("folder/train-labels-idx1-ubyte.gz").write_bytes(content)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda: Path("folder/t10k-labels-idx1-ubyte").unlink(),
            "config: dataset.path: found no t10k-labels-idx1-ubyte in folder, expected one file "
            "t10k-labels-idx1-ubyte, plain or .gz",
        ),
        (
            lambda: Path("folder/train-images-idx3-ubyte.gz").write_bytes(GZIPPED),
            "config: dataset.path: found train-images-idx3-ubyte and train-images-idx3-ubyte.gz in "
            "folder, expected one file train-images-idx3-ubyte",
        ),
        (
            lambda: Path("folder/train-images-idx3-ubyte").write_bytes(b"\0\0"),
            "config: dataset.path: found folder/train-images-idx3-ubyte: unpack requires a buffer",
        ),
        (
            lambda: Path("folder/train-images-idx3-ubyte").write_bytes(GZIPPED),
            "config: dataset.path: found folder/train-images-idx3-ubyte, which does not start with",
        ),
        (
            lambda: Path("folder/t10k-images-idx3-ubyte").write_bytes(b"\0\0\x08\x03short"),
            "folder/t10k-images-idx3-ubyte has 9 bytes, too few for the header of an IDX file. Put "
            "a sound file in its place and run again.",
        ),
        (
            lambda: zip_labels(b"no gzip"),
            "folder/train-labels-idx1-ubyte.gz: the gzip file is damaged: Not a gzipped file",
        ),
        (
            lambda: zip_labels(GZIPPED[:-12]),
            "folder/train-labels-idx1-ubyte.gz: the gzip file is damaged: Compressed file ended",
        ),
        (
            lambda: zip_labels(GZIPPED),
            "folder/train-labels-idx1-ubyte.gz is not an IDX file of labels",
        ),
    ],
)
def test_what_does_not_fit_is_told_in_a_line(prepare, change, message):
    write()
    change()
    with pytest.raises(UserError) as caught:
        prepare(**SECTION)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_file_that_vanished_since_the_configuration_was_read_is_told(prepare):
    write()
    Path("folder/train-images-idx3-ubyte").unlink()
    with pytest.raises(UserError, match="found no train-images-idx3-ubyte in folder"):
        idx_files_in("folder")
    with pytest.raises(UserError, match="nowhere: No such file or directory, expected a folder"):
        idx_files_in("nowhere")


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"path": "nowhere"}, "path: found 'nowhere', which does not exist, expected a folder"),
        (
            {"path": "folder/train-images-idx3-ubyte"},
            "path: found 'folder/train-images-idx3-ubyte', which is a file, expected a folder",
        ),
        ({"name": "mnist"}, "path: found 'folder', expected null, since mnist is built in"),
        (
            {"mirrors": ["https://host/x"]},
            "mirrors: found a list of 1 item, expected nothing, since dataset.path names",
        ),
        ({"format": None}, "format: found nothing, expected the format of 'folder': idx, npz"),
    ],
)
def test_a_mistake_beside_the_path_is_told(tmp_path, monkeypatch, changes, message):
    monkeypatch.chdir(tmp_path)
    write()
    with pytest.raises(UserError) as caught:
        checked(SECTION | changes)
    assert str(caught.value).startswith(f"config: dataset.{message}")
