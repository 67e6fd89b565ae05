"""Reading IDX files."""

import gzip
import struct

import numpy as np
import pytest
from idx_files import idx_bytes, images

from sametrials.common.errors import DataError
from sametrials.data.arrays import load_arrays
from sametrials.data.formats.idx import IMAGES, LABELS, read_idx


def test_the_fixture_is_mnist(fixture_files):
    x = read_idx(fixture_files["train_images"], IMAGES)
    y = read_idx(fixture_files["train_labels"], LABELS)
    assert x.shape == (1200, 28, 28)
    assert x.dtype == y.dtype == np.uint8
    assert y[:10].tolist() == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]
    assert np.bincount(y).min() > 90
    assert x.max() == 255
    assert 30 < x.mean() < 37  # MNIST's mean pixel is 33.3
    assert read_idx(fixture_files["test_labels"], LABELS)[:5].tolist() == [7, 2, 1, 0, 4]


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
        read_idx(path, IMAGES)
    assert f"Delete {path} and run again" in str(caught.value)


TYPES = [(0x08, "u1"), (0x09, "i1"), (0x0B, "i2"), (0x0C, "i4"), (0x0D, "f4"), (0x0E, "f8")]


@pytest.mark.parametrize(("code", "kind"), TYPES)
@pytest.mark.parametrize("shape", [(6,), (2, 3)])
def test_numbers_of_all_types_are_read(tmp_path, code, kind, shape):
    numbers = np.arange(6, dtype=kind).reshape(shape) + np.array(120, dtype=kind)
    path = tmp_path / "labels"
    header = struct.pack(f">2x2B{len(shape)}I", code, len(shape), *shape)
    path.write_bytes(header + numbers.astype(np.dtype(kind).newbyteorder(">")).tobytes())
    found = read_idx(path, LABELS)
    assert found.dtype == np.dtype(kind)
    assert np.array_equal(found, numbers)


@pytest.mark.parametrize("magic", [0x00000A01, 0x00000F01, 0x00010801, 0x00000803])
def test_what_is_no_file_of_labels_is_refused(tmp_path, magic):
    path = tmp_path / "labels"
    path.write_bytes(struct.pack(">4I", magic, 1, 1, 1) + b"1")
    with pytest.raises(DataError, match=f"not an IDX file of labels: it starts with 0x{magic:08x}"):
        read_idx(path, LABELS)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="nowhere does not exist"):
        read_idx(tmp_path / "nowhere", IMAGES)
    with pytest.raises(DataError, match=r"nowhere\.npz does not exist"):
        load_arrays(tmp_path / "nowhere.npz")
