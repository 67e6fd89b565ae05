"""Reading IDX files."""

import gzip
import struct

import numpy as np
import pytest
from idx_files import idx_bytes, images

from hpo.common.errors import DataError
from hpo.data.arrays import load_arrays
from hpo.data.idx import read_idx


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


@pytest.mark.parametrize(
    ("magic", "found"),
    [(0x00000C01, "labels as 32-bit integers"), (0x00000D01, "labels as 32-bit fractions")],
)
def test_labels_that_are_no_bytes_are_refused_with_what_they_are(tmp_path, magic, found):
    path = tmp_path / "labels"
    path.write_bytes(struct.pack(">2I2f", magic, 2, 0.5, 1.5))
    with pytest.raises(DataError, match=f"found {found}, expected unsigned bytes, 0 to 255; conv"):
        read_idx(path, 1)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match="nowhere does not exist"):
        read_idx(tmp_path / "nowhere", 3)
    with pytest.raises(DataError, match=r"nowhere\.npz does not exist"):
        load_arrays(tmp_path / "nowhere.npz")
