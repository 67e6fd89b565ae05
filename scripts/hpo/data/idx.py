"""Read IDX files: arrays of unsigned bytes."""

from pathlib import Path

import numpy as np

from hpo.common.errors import DataError

# The first four bytes of an IDX file: two zeros, 8 for "unsigned byte", the number of dimensions.
# Format: http://yann.lecun.com/exdb/mnist/
IDX_MAGIC = {1: 0x00000801, 3: 0x00000803}
IDX_CONTENT = {1: "labels", 3: "images"}
# The third byte of files with other numbers, which are not read.
IDX_TYPES = {0x09: "signed bytes", 0x0B: "16-bit integers", 0x0C: "32-bit integers"}
IDX_TYPES |= {0x0D: "32-bit fractions", 0x0E: "64-bit fractions"}


def read_idx(path: str | Path, dimensions: int) -> np.ndarray:
    """Read an unzipped IDX file of unsigned bytes.

    Parameters
    ----------
    path
        The file.
    dimensions
        1 for labels, 3 for images.

    Returns
    -------
    numpy.ndarray
        uint8, N for labels, N x height x width for images.

    Raises
    ------
    DataError
        The file is missing, not an IDX file with that many dimensions, empty, truncated or padded.
    """
    path = Path(path)
    advice = f"Delete {path} and run again."
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path} does not exist.") from None
    header = np.frombuffer(content[: 4 + 4 * dimensions], dtype=np.uint8)
    if header.size < 4 + 4 * dimensions:
        raise DataError(
            f"{path} has {len(content)} bytes, too few for the header of an IDX file. {advice}"
        )
    magic, *shape = (int(number) for number in header.view(">u4"))
    if magic >> 8 in IDX_TYPES and magic & 0xFF == dimensions:
        raise DataError(
            f"{path}: found {IDX_CONTENT[dimensions]} as {IDX_TYPES[magic >> 8]}, expected "
            "unsigned bytes, 0 to 255; convert them and change the file's sha256 in config.yaml"
        )
    if magic != IDX_MAGIC[dimensions]:
        raise DataError(
            f"{path} is not an IDX file of {IDX_CONTENT[dimensions]}: it starts with "
            f"0x{magic:08x}, expected 0x{IDX_MAGIC[dimensions]:08x}. {advice}"
        )
    size = 1
    for length in shape:
        size *= length
    if len(content) != header.size + size:
        raise DataError(
            f"{path} has {len(content)} bytes; its header announces {' x '.join(map(str, shape))} "
            f"and so {header.size + size} bytes. {advice}"
        )
    if size == 0:
        raise DataError(f"{path} holds nothing: its header announces {shape}.")
    return np.frombuffer(content, dtype=np.uint8, offset=header.size).reshape(shape)
