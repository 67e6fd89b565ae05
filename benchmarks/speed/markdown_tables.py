"""Tables in Markdown, for the documentation."""

import math
from collections.abc import Mapping

import pandas as pd

COLUMNS = {
    "wall_seconds": ("wall time (s)", "{:.0f}"),
    "wall_seconds_ratio": ("its ratio", "{:.2f}"),
    "search_seconds": ("search alone (s)", "{:.0f}"),
    "search_seconds_ratio": ("its ratio", "{:.2f}"),
    "cpu_seconds": ("processor time (s)", "{:.0f}"),
    "peak_pss_mb": ("memory (MB)", "{:.0f}"),
    "best_accuracy": ("validation accuracy", "{:.4f}"),
    "test_accuracy": ("test accuracy", "{:.4f}"),
}


def markdown_table(table: pd.DataFrame) -> str:
    """Write a table in Markdown; numbers have four digits, or all of those before the point."""
    return _lines([str(name) for name in table.columns], table.map(show).to_numpy().tolist())


def methods_markdown(methods: pd.DataFrame) -> str:
    """Write the table of the methods: `median (least to greatest)` in each field."""
    columns: Mapping[str, tuple[str, str]] = COLUMNS | {
        name: (f"to {name.removeprefix('seconds_to_')} (s)", "{:.0f}")
        for name in methods.columns
        if name.startswith("seconds_to_") and name.removeprefix("seconds_to_")[-1].isdigit()
    }
    rows = [
        [row["method"], *(spread(row, name, text) for name, (_, text) in columns.items())]
        for _, row in methods.iterrows()
    ]
    return _lines(["method", *(title for title, _ in columns.values())], rows)


def spread(row: Mapping[str, float], name: str, text: str) -> str:
    """Format a median and its range; a time that was not reached is `never`."""
    numbers = [row[name], row[f"{name}_low"], row[f"{name}_high"]]
    if any(math.isnan(number) for number in numbers):
        return "unknown"
    median, low, high = (text.format(each) if each < math.inf else "never" for each in numbers)
    return median if low == high else f"{median} ({low} to {high})"


def show(value) -> str:
    """Format a value of a table; a float is rounded."""
    if not isinstance(value, float):
        return str(value)
    if math.isnan(value):
        return ""
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def _lines(titles: list[str], rows: list[list[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)
