"""Tables as CSV files in which every number keeps all its digits."""

from pathlib import Path

import pandas as pd

from hpo.common.files import atomic_path


def write_csv(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table atomically; the shortest digits that give the same number back."""
    with atomic_path(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def read_csv(path: str | Path) -> pd.DataFrame:
    """Read a table: numbers to the last bit, and a category `None` or `NA` as the text it is."""
    return pd.read_csv(path, float_precision="round_trip", keep_default_na=False, na_values=[""])
