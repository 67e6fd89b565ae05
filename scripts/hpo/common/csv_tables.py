"""Tables as CSV files in which every number keeps all its digits."""

from pathlib import Path

import pandas as pd

from hpo.common.files import atomic_path


def write_csv(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table atomically, each number with the fewest digits that give it back exactly."""
    with atomic_path(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def read_csv(path: str | Path) -> pd.DataFrame:
    """Read a table: numbers exact to the last bit, the texts `None` and `NA` as text."""
    return pd.read_csv(path, float_precision="round_trip", keep_default_na=False, na_values=[""])
