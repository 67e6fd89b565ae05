"""Tables as CSV files in which every number keeps all its digits, and no text is a formula."""

import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd

from sametrials.common.files import atomic_path

# A spreadsheet executes a text that begins like this. Those that begin with an apostrophe are
# marked, too: so it is always one apostrophe that is removed.
_FORMULA = re.compile(r"[=+\-@\t\r\n']")
_NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?")


def write_csv(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table atomically, each number with the fewest digits that give it back exactly.

    A text that a spreadsheet would take for a formula gets an apostrophe before it: `'=1+1`.
    """
    marked = _convert(table, safe_text)
    text = marked.to_csv(index=False, lineterminator="\n")
    if "\r" in text:  # Python quotes no text because of it, but readers take it for a line's end
        text = marked.to_csv(index=False, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
    with atomic_path(path) as temporary:
        temporary.write_text(text, encoding="utf-8", newline="")


def read_csv(path: str | Path) -> pd.DataFrame:
    """Read what `write_csv` wrote: numbers exact to the last bit, `None` and `NA` as text."""
    table = pd.read_csv(path, keep_default_na=False, na_values=[""])
    return _convert(table, _unmark)


def _convert(table: pd.DataFrame, convert: Callable[[Any], Any]) -> pd.DataFrame:
    """Convert each text, those in the head of the table included."""
    texts = {
        # `map` would make 3.0 of the whole number 3 beside an empty cell.
        name: column.map(convert).astype(column.dtype)
        if column.dtype != object
        else pd.Series(list(map(convert, column)), column.index, dtype=object)
        for name, column in table.items()
        if not pd.api.types.is_numeric_dtype(column)
    }
    return table.assign(**texts).rename(columns=convert)


def safe_text(value: Any) -> Any:
    """Return a text as it stands in a cell: one that looks like a formula behind an apostrophe."""
    is_formula = isinstance(value, str) and _FORMULA.match(value) and not _NUMBER.fullmatch(value)
    return f"'{value}" if is_formula else value


def _unmark(value: Any) -> Any:
    return value.removeprefix("'") if isinstance(value, str) else value
