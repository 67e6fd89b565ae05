"""Turn what code gives into plain data that JSON holds exactly."""

import hashlib
import math
from collections.abc import Mapping
from typing import Any

SHOWN = 4
"""Numbers of an array that are shown beside its digest."""


def plain(value: Any) -> Any:
    """Convert a value: an array to its first numbers and the digest of its bytes.

    JSON has each finite float with all its digits. NaN and infinity become texts.
    """
    if isinstance(value, float):
        return value if math.isfinite(value) else repr(value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if value.ndim == 0:
        return plain(value.item())
    first = [plain(each) for each in value.ravel()[:SHOWN].tolist()]
    return {"type": f"{value.dtype}{list(value.shape)}", "first": first, "all": digest_of([value])}


def digest_of(arrays: list) -> str:
    """Return the digest of the bytes of arrays, in order."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(array.tobytes())
    return digest.hexdigest()
