"""What the best model of a regression misses, over what it predicts."""

from typing import NamedTuple

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sametrials.figures.shared.style import VERMILION, styled
from sametrials.figures.test_set.panels import (
    RESIDUAL,
    Output,
    draw_panels,
    draw_points,
    limits_of,
    shown_outputs,
    title_of,
)
from sametrials.figures.test_set.predicted_values import PredictedValues


class ResidualsInfo(NamedTuple):
    """What the figure shows."""

    outputs: list[Output]
    n_outputs: int


def residuals_info(values: PredictedValues) -> ResidualsInfo:
    """Collect the predictions of the outputs that have a plot."""
    return ResidualsInfo(shown_outputs(values), len(values.names))


@styled
def draw_residuals(info: ResidualsInfo, width: float = 6.3) -> Figure:
    """Draw an example as a point: what is true less what is predicted. `width` in inches."""

    def draw(axes: Axes, output: Output) -> None:
        axes.axhline(0, color=VERMILION, lw=0.8)
        draw_points(axes, output.predicted, output.residuals)
        axes.set(xlim=limits_of(output.predicted), ylim=limits_of(output.residuals))
        axes.set(xlabel="predicted", ylabel=RESIDUAL)

    title = title_of("Residuals", info.outputs, info.n_outputs) if info.outputs else ""
    return draw_panels(info.outputs, title, width, draw)
