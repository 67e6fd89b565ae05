"""How large the residuals of the best model of a regression are: its errors."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sametrials.figures.shared.style import BLUE, VERMILION, styled
from sametrials.figures.shared.values_text import texts_of
from sametrials.figures.test_set.panels import (
    RESIDUAL,
    Output,
    draw_panels,
    shown_outputs,
    title_of,
)
from sametrials.figures.test_set.predicted_values import PredictedValues

MOST_BARS = 40


class ErrorDistributionInfo(NamedTuple):
    """What the figure shows."""

    outputs: list[Output]
    n_outputs: int
    quantiles: list[tuple[float, float]]
    """Of each output: the residuals, whichever their sign, that 50 % and 90 % are at most."""


def error_distribution_info(values: PredictedValues) -> ErrorDistributionInfo:
    """Compute how large the residuals are."""
    outputs = shown_outputs(values)
    sizes = [np.abs(each.residuals) for each in outputs]
    quantiles = [tuple(np.quantile(each, (0.5, 0.9)).tolist()) for each in sizes]
    return ErrorDistributionInfo(outputs, len(values.names), quantiles)


@styled
def draw_error_distribution(info: ErrorDistributionInfo, width: float = 6.3) -> Figure:
    """Draw how often a residual of each size occurs; `width` in inches."""
    quantiles = iter(info.quantiles)

    def draw(axes: Axes, output: Output) -> None:
        bars = int(np.clip(2 * np.sqrt(len(output.targets)), 5, MOST_BARS))
        axes.hist(output.residuals, bins=bars, color=BLUE, edgecolor="white", lw=0.4)
        axes.axvline(0, color=VERMILION, lw=0.8)
        half, most = texts_of(next(quantiles))
        axes.set(xlabel=_label(half, most), ylabel="test examples")

    title = title_of("Residuals", info.outputs, info.n_outputs) if info.outputs else ""
    return draw_panels(info.outputs, title, width, draw)


def _label(half: str, most: str) -> str:
    return f"{RESIDUAL}\n50 % within ± {half}\n90 % within ± {most}"
