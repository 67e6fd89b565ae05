"""Empirical distributions of values of the objective."""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from sametrials.figures.shared.labels import percent
from sametrials.figures.shared.objective_axis import ObjectiveAxis


def set_distribution_axes(axes: Axes, scale: ObjectiveAxis) -> None:
    """Set up axes for distributions of the values of `scale`.

    At each value, all distributions tell the share of the trials that have it or a lower one: of a
    metric that is maximised, those that are not better; of one that is minimised, not worse.
    """
    than = "better" if scale.objective.maximized else "worse"
    axes.set(xlabel=scale.label(), ylabel=f"share of the trials\nthat are not {than}")
    scale.dress(axes, "x")
    axes.set_ylim(0, 1.02)
    axes.yaxis.set_major_formatter(FuncFormatter(percent))
    axes.grid(True)


def draw_steps(axes: Axes, scale: ObjectiveAxis, values: np.ndarray, **look) -> Artist:
    """Draw the share of the values, which rise, that are at most x, from 0 to 1."""
    places = scale.place(values)
    shares = np.arange(1, len(places) + 1) / len(places)
    ends = axes.get_xlim()
    (line,) = axes.plot(
        [ends[0], *places, ends[1]], [0, *shares, 1], drawstyle="steps-post", **look
    )
    return line
