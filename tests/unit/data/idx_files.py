"""IDX files as the tests need them."""

import struct

import numpy as np


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
