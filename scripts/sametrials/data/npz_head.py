"""What is in an .npz file of NumPy, read with nothing but Python's own library."""

import ast
import contextlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import IO, NamedTuple

from sametrials.data.unreadable import UnreadableError

INTEGERS = "bBhHiIqQ"
"""The codes of `struct`, signed and unsigned, of 1, 2, 4 and 8 bytes."""

TEXT, BOOLEANS, FRACTIONS, WHOLE = "text", "booleans", "fractions", "integers"
CONTENT = {"U": TEXT, "S": TEXT, "b": BOOLEANS, "f": FRACTIONS, "i": WHOLE, "u": WHOLE}
"""What an array holds, by the letter of its type."""


class Target(NamedTuple):
    """An array of targets: its name and content, numbers for each example, the first integers."""

    name: str
    content: str
    outputs: int
    values: tuple[int, ...] | None


def read_target(path: str, arrays: Mapping[str, str], first: int) -> Target:
    """Look at the targets to train on.

    Parameters
    ----------
    path
        The file.
    arrays
        See `role_names`.
    first
        Read so many values.

    Raises
    ------
    UnreadableError
        There are none, or they cannot be read.
    """
    with _opened(path, arrays, "y_train") as (file, name):
        header = _read_header(file)
        kind, shape = str(header["descr"]), header["shape"]
        content = CONTENT.get(kind[1:2])
        if content is None:
            found = f"{name} of the type {kind} in {path}"
            raise UnreadableError("path", found, "numbers or text, saved without pickle")
        outputs = shape[-1] if len(shape) > 1 else 1
        if content != WHOLE or outputs > 1:
            return Target(name, content, outputs, None)
        size = int(re.sub(r"\D", "", kind))
        letter = INTEGERS[2 * (size.bit_length() - 1) + (kind[1] == "u")]
        number = min(first, shape[0] if shape else 1)
        order = ">" if kind[0] == ">" else "<"
        values = struct.unpack(f"{order}{number}{letter}", file.read(number * size))
        return Target(name, content, outputs, values)


def holds_images(path: str, arrays: Mapping[str, str]) -> bool:
    """Tell whether the examples to train on are images (`sametrials.data.numbers.as_examples`).

    Parameters
    ----------
    path, arrays
        As of `read_target`.

    Raises
    ------
    UnreadableError
        There are none, or they cannot be read.
    """
    with _opened(path, arrays, "x_train") as (file, _):
        header = _read_header(file)
    kind, shape = str(header["descr"]), header["shape"]
    return kind[1:] == "u1" and (len(shape) == 3 or shape[3:] in ((1,), (3,)))


@contextlib.contextmanager
def _opened(path: str, arrays: Mapping[str, str], role: str) -> Iterator[tuple[IO[bytes], str]]:
    """Open the array of a role, such as `y_train`, and name it; all errors are UnreadableError."""
    try:
        with zipfile.ZipFile(path) as file:
            there = [name.removesuffix(".npy") for name in file.namelist()]
            name = role_names(arrays, there).get(role, role)
            if name not in there:
                wanted = f"an array of {path}: {', '.join(there)}; map them in dataset.arrays"
                raise UnreadableError("arrays", f"no {name}", wanted)
            with file.open(f"{name}.npy") as array:
                yield array, name
    except OSError as error:
        raise UnreadableError("path", f"{path}: {error.strerror}", "an .npz file") from error
    except (
        *(zipfile.BadZipFile, zlib.error, EOFError, struct.error),
        *(ValueError, SyntaxError, IndexError, KeyError),
    ) as error:
        raise UnreadableError("path", f"{path}: {error}", "an .npz file of NumPy") from error


def _read_header(file: IO[bytes]) -> dict:
    """Read the header of the format .npy, which numpy.lib.format describes."""
    is_first_version = file.read(8)[6] == 1
    [length] = struct.unpack(
        "<H" if is_first_version else "<I", file.read(4 - 2 * is_first_version)
    )
    return ast.literal_eval(file.read(length).decode("utf-8"))


def role_names(arrays: Mapping[str, str], there: Iterable[str]) -> dict[str, str]:
    """Map `x_train`, `y_train` and so on to the names of arrays in an .npz file.

    An unsplit pair, `x` and `y`, counts as `x_train` and `y_train` where these are not there.
    """
    there, found = set(there), {}
    for role in ("x_train", "y_train", "x_validation", "y_validation", "x_test", "y_test"):
        names = [role, role[0]] if role.endswith("_train") else [role]
        for each in names:
            name = arrays.get(each) or each
            if name in there or each in arrays:
                found.setdefault(role, name)
    return found
