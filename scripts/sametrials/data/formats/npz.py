"""Files of NumPy arrays (.npz)."""

import math
import zipfile
import zlib
from collections.abc import Mapping

import numpy as np

from sametrials.common.errors import DataError
from sametrials.data.formats.features import fit_features
from sametrials.data.memory import check_memory
from sametrials.data.npz_head import role_names
from sametrials.data.numbers import as_examples, is_image
from sametrials.data.source import Part, Source, as_they_are


def read_npz(path: str, arrays: Mapping[str, str], scale: bool) -> Source:
    """Read the arrays of a file.

    Parameters
    ----------
    path
        The file.
    arrays
        The names of its arrays, by `x`, `y` or `x_train`, `y_train` and so on; those left out are
        called so.
    scale
        Whether columns of numbers, N x columns, are standardised.

    Raises
    ------
    DataError
        The file is damaged, an array is missing or not made of numbers, or two do not fit.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            names = role_names(arrays, file.files)
            _check_names(path, names, file.files)
            check_memory(path, _size(path, set(names.values())))
            found = {role: file[name] for role, name in names.items()}
    except FileNotFoundError:
        raise DataError(f"{path} does not exist.") from None
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, OSError, AttributeError) as error:
        raise DataError(
            f"{path}: {error}; expected an .npz file of arrays of numbers or text (numpy.savez)"
        ) from error
    parts = {}
    for part in ("train", "validation", "test"):
        if f"x_{part}" in found:
            parts[part] = _pair(found, names, part, path)
    _check_alike(parts, path)
    x = parts["train"].x
    columns = [f"column {i + 1}" for i in range(x.shape[1])]
    scaled = scale and x.ndim == 2
    return Source(
        parts,
        noun="images" if is_image(x) else "examples",
        fit=fit_features(columns, scale=True, named=False) if scaled else as_they_are,
        notes=(f"{path}: {', '.join(_shown(names[role], found[role]) for role in names)}",),
    )


def _check_names(path: str, names: Mapping[str, str], there: list[str]) -> None:
    advice = "map them in dataset.arrays"
    for axis, other in ("xy", "yx"):
        for part in ("train", "validation", "test"):
            needed = f"{axis}_{part}"
            if needed not in names and (part == "train" or f"{other}_{part}" in names):
                raise DataError(
                    f"{path}: found the arrays {', '.join(there) or 'none'}, expected {needed}"
                    f"{f' or {axis}' if part == 'train' else ''}; {advice}"
                )
    for role, name in names.items():
        if name not in there:
            raise DataError(
                f"{path}: found no array {name!r} for {role}, expected one of {', '.join(there)}; "
                f"{advice}"
            )


def _size(path: str, names: set[str]) -> int:
    """Count the bytes that the arrays take once they are read."""
    size = 0
    with zipfile.ZipFile(path) as file:
        for name in names:
            with file.open(f"{name}.npy") as array:
                version = np.lib.format.read_magic(array)
                read = (
                    np.lib.format.read_array_header_1_0
                    if version == (1, 0)
                    else np.lib.format.read_array_header_2_0
                )
                shape, _, kind = read(array)
                size += math.prod(shape) * kind.itemsize
    return size


def _pair(found: Mapping[str, np.ndarray], names: Mapping[str, str], part: str, path: str) -> Part:
    x, y = found[f"x_{part}"], found[f"y_{part}"]
    x_name, y_name = names[f"x_{part}"], names[f"y_{part}"]
    if y.ndim == 0 or len(x) != len(y):
        raise DataError(
            f"{path}: found {y_name} of the shape {y.shape} and {x_name} of the shape {x.shape}, "
            "expected as many labels as examples"
        )
    return Part(as_examples(x, f"{path}, {x_name}"), y)


def _check_alike(parts: Mapping[str, Part], path: str) -> None:
    train = parts["train"]
    for name, part in parts.items():
        for axis, found, wanted in (("x", part.x, train.x), ("y", part.y, train.y)):
            if found.shape[1:] != wanted.shape[1:] or is_image(part.x) != is_image(train.x):
                raise DataError(
                    f"{path}: found the {axis} of {name} to be {found.dtype} of the shape "
                    f"{found.shape}, and that of train {wanted.dtype} of {wanted.shape}, expected "
                    "examples of one type and shape"
                )


def _shown(name: str, array: np.ndarray) -> str:
    return f"{name} {' x '.join(map(str, array.shape))} {array.dtype}"
