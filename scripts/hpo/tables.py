"""Tables as CSV files in which every number keeps all its digits."""

from pathlib import Path

import pandas as pd

from hpo.files import atomic_path


def write_csv(table: pd.DataFrame, path: str | Path) -> None:
    """Write a table atomically; the shortest digits that give the same number back."""
    with atomic_path(path) as temporary:
        table.to_csv(temporary, index=False, lineterminator="\n")


def read_csv(path: str | Path) -> pd.DataFrame:
    """Read a table; pandas' own fast way of reading numbers may miss the last bit."""
    return pd.read_csv(path, float_precision="round_trip")
