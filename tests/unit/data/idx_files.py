"""IDX files as the tests need them."""

import struct

import numpy as np


def idx_bytes(array):
    """Array (uint8, or float32) as the content of an IDX file."""
    code = {np.dtype(np.uint8): 0x08, np.dtype(np.float32): 0x0D}[array.dtype]
    header = struct.pack(f">{1 + array.ndim}I", 0x100 * code + array.ndim, *array.shape)
    return header + array.astype(array.dtype.newbyteorder(">")).tobytes()


def images(count, height=4, width=3, first=0):
    """Images that differ: every pixel of image i is first + i."""
    column = np.arange(first, first + count, dtype=np.uint8)
    return np.broadcast_to(column[:, None, None], (count, height, width)).copy()


def labels(count, classes=2):
    return np.arange(count, dtype=np.uint8) % classes
