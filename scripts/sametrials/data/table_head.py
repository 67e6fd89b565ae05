"""The lines of a CSV or TSV file, read with nothing but Python's own library."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from sametrials.common.texts import one_line
from sametrials.data.unreadable import UnreadableError

SEPARATORS = {".csv": ",", ".tsv": "\t"}
PARQUET = ".parquet"
TABLES = (*SEPARATORS, *(f"{suffix}.gz" for suffix in SEPARATORS), PARQUET)
"""How the names of tables end."""


def separator_of(path: str, separator: str | None) -> str:
    """Return what separates the columns of a CSV or TSV file, by its suffix if it is not given."""
    suffixes = [suffix for suffix in Path(path).suffixes if suffix.lower() != ".gz"]
    return separator or SEPARATORS[suffixes[-1].lower()]


def header_of(path: str, separator: str | None) -> list[str]:
    """Read the names of the columns of a CSV or TSV file.

    Raises
    ------
    UnreadableError
        The file cannot be read or is empty.
    """
    return next(read_lines(path, separator))


def read_lines(path: str, separator: str | None) -> Iterator[list[str]]:
    """Read a CSV or TSV file line by line, the header first; blank lines are left out."""
    delimiter = separator_of(path, separator)
    try:
        with _open(path) as file:
            lines = (line for line in csv.reader(file, delimiter=delimiter) if line)
            try:
                yield next(lines)
            except StopIteration:
                raise UnreadableError("path", f"{path}, which is empty", "a table") from None
            yield from lines
    except UnicodeDecodeError as error:
        raise UnreadableError("path", f"{path}, {_not_utf8(error)}", "text in UTF-8") from error
    except (OSError, EOFError, zlib.error, csv.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableError("path", f"{path}: {reason}", "a table that can be read") from error


def _not_utf8(error: UnicodeDecodeError) -> str:
    """Say which byte is not UTF-8."""
    return f"which holds the byte 0x{error.object[error.start]:02x} that is not UTF-8"


def _open(path: str) -> IO[str]:
    """Open a CSV or TSV file, perhaps compressed, as text."""
    if str(path).lower().endswith(".gz"):
        return io.TextIOWrapper(gzip.open(path), encoding="utf-8-sig", newline="")
    return Path(path).open(encoding="utf-8-sig", newline="")


def unknown_column(key: str, name: str, path: str, columns: Sequence[str]) -> UnreadableError:
    """Make the error of a column that is not in a table."""
    advice = ""
    if len(columns) == 1 and any(mark in columns[0] for mark in ";|\t,"):
        advice = "; if another character separates the columns, give it as dataset.separator"
    shown = one_line(", ".join(columns), 300)
    return UnreadableError(key, one_line(repr(name)), f"a column of {path}: {shown}{advice}")
