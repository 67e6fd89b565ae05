"""Tables: CSV, TSV and Parquet."""

import gzip
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.errors import ParserError

from hpo.common.errors import ConfigError, DataError
from hpo.data.formats.columns import check_values, fit_columns, kinds_of
from hpo.data.kind import CLASSIFICATION, NUMBER
from hpo.data.memory import check_memory
from hpo.data.source import Part, Source
from hpo.data.table_head import PARQUET, header_of, read_lines, separator_of, unknown_column

GROWTH = 2
"""Numbers take about so many times the bytes of their text."""


def read_table(
    path: str,
    task: str,
    target: str | Sequence[str],
    use: Sequence[str] | None = None,
    leave_out: Sequence[str] = (),
    group: str | None = None,
    missing: str = "refuse",
    scale: bool = True,
    separator: str | None = None,
) -> Source:
    """Read the rows of a table.

    Parameters
    ----------
    path
        The file; its suffix tells the format.
    task
        "classification" or "regression".
    target
        The column to predict, or several.
    use, leave_out
        Columns to learn from (None for all), and those not to learn from.
    group
        The column whose equal values stay in one part.
    missing
        What is done with missing values: `refuse`, or `impute` the median or the most frequent one.
    scale
        Whether numbers are standardised.
    separator
        What separates the columns of a CSV or TSV file; None for what its suffix says.

    Raises
    ------
    DataError
        The file cannot be read, or a column or value does not fit; the message names it. Row 1 is
        the first below the header.
    """
    targets = [target] if isinstance(target, str) else list(target)
    others = [*targets, *([group] if group else [])]
    is_parquet = path.lower().endswith(PARQUET)
    names = _names(path, separator, is_parquet)
    columns, notes = _chosen(path, names, targets, use, leave_out, group)
    wanted = [*columns, *others]
    frame = _parquet(path, wanted) if is_parquet else _text(path, separator, names, wanted, others)
    if len(frame) < 2:
        raise DataError(f"{path}: found {len(frame)} rows below the header, expected at least 2")
    for name in others:
        _check_given(frame, name, path)
    y = _labels(frame, targets[0]) if task == CLASSIFICATION else _numbers(frame, targets, path)
    groups = frame[group].to_numpy(dtype=object) if group else None
    frame = frame[columns]
    kinds = kinds_of(frame, path)
    check_values(frame, kinds, path, missing)
    check_memory(path, 8 * frame.size)
    return Source(
        {"train": Part(frame, y, groups)},
        noun="rows",
        fit=fit_columns(kinds, scale),
        targets=tuple(targets),
        notes=(*notes, _shown(path, kinds, targets, group, set(names) - set(wanted))),
    )


def _names(path: str, separator: str | None, is_parquet: bool) -> list[str]:
    """Read and check the names of all columns."""
    try:
        names = _parquet_names(path) if is_parquet else header_of(path, separator)
    except ConfigError as error:
        raise DataError(str(error).removeprefix("config: ")) from error
    for name in names:
        if names.count(name) > 1:
            found = f"the column {name!r}" if name else "columns without a name"
            raise DataError(
                f"{path}: found {found} {names.count(name)} times, expected one of each"
            )
    return names


def _chosen(
    path: str,
    names: list[str],
    targets: list[str],
    use: Sequence[str] | None,
    leave_out: Sequence[str],
    group: str | None,
) -> tuple[list[str], list[str]]:
    """Choose the columns to learn from, in the order of the table; and say what was left out."""
    asked = {"target": targets, "use": use or (), "leave_out": leave_out}
    asked["group"] = [group] if group else []
    for key, columns in asked.items():
        for name in columns:
            if name not in names:
                error = unknown_column(key, name, path, names)
                raise DataError(str(error).removeprefix("config: "))
    kept = [name for name in names if use is None or name in use]
    columns = [name for name in kept if name not in {*targets, *leave_out, group}]
    notes = []
    if "" in columns:
        columns.remove("")
        place = names.index("") + 1
        notes.append(
            f"{path}: column {place} has no name and is left out; name it to learn from it"
        )
    if not columns:
        raise DataError(
            f"{path}: found no column to learn from beside the target ({', '.join(names)}), "
            "expected at least one"
        )
    return columns, notes


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
            float_precision="round_trip",
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
                raise DataError(
                    f"{path}: found {len(line)} values in row {row}, expected {columns}, one for "
                    "each column; mend it (a value with the separator in it stands in quotes)"
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


def _check_given(frame: pd.DataFrame, name: str, path: str) -> None:
    missing = frame[name].isna().to_numpy()
    if missing.any():
        more = f" and {missing.sum() - 1} more" if missing.sum() > 1 else ""
        raise DataError(
            f"{path}, column {name!r}: found no value in row {int(np.argmax(missing)) + 1}{more}, "
            "expected one in each (blank, NA, None and nan count as missing); leave these rows out "
            "of the file, or give them a value"
        )


def _labels(frame: pd.DataFrame, target: str) -> np.ndarray:
    values = frame[target]
    return values.to_numpy(dtype=object if values.dtype == object else None)


def _numbers(frame: pd.DataFrame, targets: Sequence[str], path: str) -> np.ndarray:
    """Read the targets of a regression: N, or N x outputs."""
    columns = [_number_column(frame[name], path) for name in targets]
    return columns[0] if len(columns) == 1 else np.column_stack(columns)


def _number_column(values: pd.Series, path: str) -> np.ndarray:
    texts = values.astype(str)
    wrong = ~texts.map(lambda text: NUMBER.fullmatch(text) is not None).to_numpy(dtype=bool)
    numbers = np.where(wrong, "nan", texts).astype(float)
    if not np.isfinite(numbers).all():
        row = int(np.argmax(~np.isfinite(numbers)))
        raise DataError(
            f"{path}, column {values.name!r}: found {texts.iloc[row]!r} in row {row + 1}, expected "
            "a finite number; set dataset.task to classification if the values are classes"
        )
    return numbers


def _shown(
    path: str,
    kinds: dict[str, str],
    targets: Sequence[str],
    group: str | None,
    left_out: set[str],
) -> str:
    """Say what each column was taken for."""
    texts = []
    for kind in sorted(set(kinds.values()), reverse=True):
        names = [name for name, each in kinds.items() if each == kind]
        texts.append(f"{kind} {', '.join(names)}")
    texts.append(f"target {', '.join(targets)}")
    texts += [f"group {group}"] if group else []
    texts += [f"left out {', '.join(sorted(left_out))}"] if left_out - {""} else []
    return f"{path}: {'; '.join(texts)}"
