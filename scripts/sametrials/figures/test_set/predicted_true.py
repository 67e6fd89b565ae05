"""What the best model of a regression predicts, over what is true."""

from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sametrials.common.r_squared import r_squared
from sametrials.figures.shared.style import VERMILION, styled
from sametrials.figures.test_set.panels import (
    Output,
    draw_panels,
    draw_points,
    limits_of,
    shown_outputs,
    title_of,
)
from sametrials.figures.test_set.predicted_values import PredictedValues


class PredictedTrueInfo(NamedTuple):
    """What the figure shows."""

    outputs: list[Output]
    n_outputs: int
    r2: list[float]
    """Of each output: the share of the variance that is explained; nan if there is none."""


def predicted_true_info(values: PredictedValues) -> PredictedTrueInfo:
    """Collect the predictions of the outputs that have a plot."""
    outputs = shown_outputs(values)
    r2 = [r_squared(each.targets, each.predicted) for each in outputs]
    return PredictedTrueInfo(outputs, len(values.names), r2)


@styled
def draw_predicted_true(info: PredictedTrueInfo, width: float = 6.3) -> Figure:
    """Draw an example as a point; on the line it is predicted exactly. `width` in inches."""
    r2 = iter(info.r2)

    def draw(axes: Axes, output: Output) -> None:
        ends = limits_of(np.concatenate([output.targets, output.predicted]))
        axes.plot(ends, ends, color=VERMILION, lw=0.8)
        draw_points(axes, output.targets, output.predicted)
        axes.set(xlim=ends, ylim=ends, xlabel="true", ylabel="predicted", aspect="equal")
        share = next(r2)
        if np.isfinite(share):
            corner = {"transform": axes.transAxes, "ha": "left", "va": "top", "fontsize": 7}
            axes.text(0.03, 0.97, f"R² {share:.3f}", **corner)

    title = title_of("Predictions", info.outputs, info.n_outputs) if info.outputs else ""
    return draw_panels(info.outputs, title, width, draw, height=0.8)
