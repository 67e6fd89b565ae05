"""An axis of accuracies that is logarithmic in the error.

98 % and 99 % lie as far apart on it as 80 % and 90 %, and a network that has learnt nothing still
finds room.
"""

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter

from hpo.figures.labels import ACCURACY, percent


def error_floor(accuracies: Iterable[float]) -> float:
    """Where no error at all is drawn on the logarithmic axis: below every other error."""
    errors = [1 - accuracy for accuracy in accuracies if accuracy < 1]
    return min(errors, default=0.015) / 3


def error_axis_label(figure: Figure) -> str:
    """Name such an axis, on two lines where the figure is low."""
    gap = "\n" if figure.get_figheight() < 3.4 else " "
    return f"{ACCURACY}{gap}(logarithmic in the error)"


def set_error_axis(axes: Axes, errors: np.ndarray, floor: float) -> None:
    """Make the y axis logarithmic in the error, best on top, with accuracies as tick labels."""
    low, high = errors.min() / 1.25, errors.max() * 1.25
    widen = max(1.0, (7 / (high / low)) ** 0.5)  # so that two ticks or more are always in sight
    axes.set_yscale("log")
    axes.set_ylim(high * widen, low / widen)
    steps = [step * 10.0**decade for decade in range(-9, 0) for step in (1, 2, 5)]
    ticks = [error for error in [*steps, 0.9] if low / widen <= error <= high * widen]
    if errors.min() <= floor:
        ticks = [floor, *(error for error in ticks if error > 1.7 * floor)]
    names = {error: percent(1 - error) for error in ticks}
    names |= {floor: percent(1)} if errors.min() <= floor else {}
    axes.yaxis.set_major_locator(FixedLocator(ticks))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda error, _: names.get(error, "")))
    axes.yaxis.set_minor_locator(LogLocator(subs=range(1, 10)))
    axes.yaxis.set_minor_formatter(NullFormatter())
