"""How much the best model depends on each column of a table."""

import textwrap
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import percent, shortened
from sametrials.figures.shared.style import BLACK, BLUE, GREY, draw_message, new_figure, styled
from sametrials.figures.test_set.panels import set_numbers

MOST_BARS = 20
"""Of more columns, those of the least importance have no bar."""

NOTHING = "The test part does not tell which column matters to the best model: it has no variance."

MEASURES = {"accuracy": "accuracy", "r2": "R²"}
"""What is measured, in words."""


class PermutationImportanceInfo(NamedTuple):
    """What the figure shows of the C most important columns, the most important first."""

    measure: str
    """In words: "accuracy" or "R²"."""
    names: list[str]
    importance: np.ndarray
    low: np.ndarray
    high: np.ndarray
    n_others: int
    """How many columns are not shown."""


def permutation_importance_info(feature_importance: pd.DataFrame) -> PermutationImportanceInfo:
    """Choose the most important columns from feature_importance.csv; of equal ones the first."""
    table = feature_importance.dropna(subset=["importance"])
    measure = MEASURES[table["measure"].iloc[0]] if len(table) else ""
    order = np.argsort(-table["importance"].to_numpy(dtype=float), kind="stable")
    shown = table.iloc[order[:MOST_BARS]]
    return PermutationImportanceInfo(
        measure,
        [str(name) for name in shown["column"]],
        *(shown[name].to_numpy(dtype=float) for name in ("importance", "low", "high")),
        len(table) - len(shown),
    )


@styled
def draw_permutation_importance(info: PermutationImportanceInfo, width: float = 6.3) -> Figure:
    """Draw by how much the measure falls without each column; `width` in inches."""
    if not info.names:
        return draw_message(NOTHING, width)
    room = int(72 * width / (LETTER * 7))  # letters
    note = textwrap.wrap(_note(info), room)
    bars = np.arange(len(info.names))
    figure = new_figure(width, 0.75 + 0.28 * len(bars) + 0.14 * len(note))
    axes = figure.add_subplot()
    axes.barh(bars, info.importance, height=0.62, color=BLUE, edgecolor="white")
    errors = np.maximum([info.importance - info.low, info.high - info.importance], 0)
    axes.errorbar(
        info.importance, bars, xerr=errors, fmt="none", ecolor=BLACK, elinewidth=1, capsize=2.5
    )
    axes.axvline(0, color=GREY, lw=0.6)
    axes.set_yticks(bars, [shortened(name, max(14, room // 3)) for name in info.names])
    axes.tick_params("y", length=0)
    axes.invert_yaxis()
    set_numbers(axes.xaxis, 5)
    if info.measure == "accuracy":
        axes.xaxis.set_major_formatter(FuncFormatter(percent))
    axes.set_title("Importance of the columns")
    axes.set_xlabel(f"fall of the test {info.measure} when shuffled")
    axes.grid(axis="x")
    figure.supxlabel("\n".join(note), fontsize=7, color=GREY, x=0.02, ha="left")
    return figure


def _note(info: PermutationImportanceInfo) -> str:
    n = info.n_others
    columns = "column" if n == 1 else "columns"
    others = f" Not shown: {n} {columns} of less importance." if n else ""
    return (
        "By how much the best model is worse on the test rows when the values of a column are "
        f"shuffled among them. Lines: where 90 % of the shuffles lie.{others}"
    )
