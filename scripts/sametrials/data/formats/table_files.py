"""The files of tables: their header, and some of their columns."""

import gzip
from importlib import import_module
from pathlib import Path

import pandas as pd
from pandas.errors import ParserError

from sametrials.common.errors import ConfigError, DataError
from sametrials.data.memory import check_memory
from sametrials.data.table_head import PARQUET, header_of, read_lines, separator_of

GROWTH = 2
"""Numbers take about so many times the bytes of their text."""


def is_parquet(path: str) -> bool:
    """Tell whether a table is a Parquet file; if not, it is text."""
    return path.lower().endswith(PARQUET)


def column_names(path: str, separator: str | None) -> list[str]:
    """Read the names of all columns of a table.

    Raises
    ------
    DataError
        The file cannot be read, or has two columns of one name.
    """
    try:
        names = _parquet_names(path) if is_parquet(path) else header_of(path, separator)
    except ConfigError as error:
        raise DataError(str(error).removeprefix("config: ")) from error
    for name in names:
        if names.count(name) > 1:
            found = f"the column {name!r}" if name else "columns without a name"
            raise DataError(
                f"{path}: found {found} {names.count(name)} times, expected one of each"
            )
    return names


def read_columns(
    path: str, separator: str | None, names: list[str], columns: list[str], as_text: list[str]
) -> pd.DataFrame:
    """Read some columns of a table.

    Parameters
    ----------
    path
        The file.
    separator
        See `sametrials.data.table_head.separator_of`.
    names
        The names of all columns.
    columns
        Those to read.
    as_text
        Those of them that stay as they are written in a CSV or TSV file.

    Raises
    ------
    DataError
        The file cannot be read, is too large, or has a row with more or fewer values.
    """
    if is_parquet(path):
        return _parquet(path, columns)
    return _text(path, separator, names, columns, as_text)


def _text(
    path: str, separator: str | None, names: list[str], columns: list[str], as_text: list[str]
) -> pd.DataFrame:
    """Read the wanted columns of a CSV or TSV file, some of them as text."""
    check_memory(path, GROWTH * _unzipped_size(path))
    _check_lines(path, separator, len(names))
    try:
        frame = pd.read_csv(
            path,
            sep=separator_of(path, separator),
            header=0,
            names=names,
            usecols=columns,
            dtype=dict.fromkeys(as_text, str),
            index_col=False,
            encoding="utf-8-sig",
            low_memory=False,
        )
    except (ParserError, ValueError) as error:
        raise DataError(f"{path}: {' '.join(str(error).split())}; expected a table") from error
    return frame


def _check_lines(path: str, separator: str | None, columns: int) -> None:
    """Check that each row has a value for each column, of which pandas would drop or add some."""
    try:
        for row, line in enumerate(read_lines(path, separator)):
            if len(line) != columns:
                is_long = len(line) > columns
                advice = (
                    "put values with the separator in them in quotes" if is_long else "fill it up"
                )
                raise DataError(
                    f"{path}: found {len(line)} values in row {row}, expected {columns}, one for "
                    f"each column of the header; {advice}"
                )
    except ConfigError as error:
        raise DataError(str(error).removeprefix("config: ")) from error


def _unzipped_size(path: str) -> int:
    if not path.lower().endswith(".gz"):
        return Path(path).stat().st_size
    with gzip.open(path) as file:
        return sum(len(block) for block in iter(lambda: file.read(1 << 20), b""))


def _parquet_names(path: str) -> list[str]:
    try:
        parquet = import_module("pyarrow.parquet")  # by its name: no environment of ours has it
    except ImportError:
        raise DataError(
            f"{path}: reading Parquet needs the package pyarrow, which is not installed here; "
            "install it beside the workflow (pip install pyarrow), or save the table as CSV"
        ) from None
    try:
        return parquet.read_schema(path).names
    except (OSError, ValueError) as error:
        raise DataError(f"{path}: {error}; expected a Parquet file") from error


def _parquet(path: str, columns: list[str]) -> pd.DataFrame:
    """Read the wanted columns of a Parquet file; a category becomes the text that it stands for."""
    frame = pd.read_parquet(path, columns=columns).reset_index(drop=True)
    for name in columns:
        if isinstance(frame[name].dtype, pd.CategoricalDtype):
            frame[name] = frame[name].astype(object)
    return frame
