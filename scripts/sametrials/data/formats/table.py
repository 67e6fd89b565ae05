"""Tables: CSV, TSV and Parquet."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from sametrials.common.errors import DataError
from sametrials.common.texts import one_line
from sametrials.data.formats.columns import check_values, fit_columns, kinds_of
from sametrials.data.formats.table_files import column_names, read_columns
from sametrials.data.kind import CLASSIFICATION, NUMBER
from sametrials.data.memory import check_memory
from sametrials.data.source import Part, Source
from sametrials.data.table_head import unknown_column


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
    names = column_names(path, separator)
    columns, notes = _chosen(path, names, targets, use, leave_out, group)
    wanted = [*columns, *others]
    frame = read_columns(path, separator, names, wanted, as_text=others)
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
            f"{path}: found no column to learn from beside the target, but {one_line(str(names))}, "
            "expected at least one; if another character separates the columns, give it as "
            "dataset.separator"
        )
    return columns, notes


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
