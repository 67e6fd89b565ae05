"""An axis of accuracies that is logarithmic in the error.

98 % and 99 % lie as far apart on it as 80 % and 90 %, and a network that has learnt nothing still
finds room.
"""

from collections.abc import Iterable

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, FuncFormatter, LogLocator, NullFormatter

from hpo.figures.shared.labels import ACCURACY, percent


def error_floor(accuracies: Iterable[float]) -> float:
    """Where no error at all is drawn on the logarithmic axis: below every other error."""
    errors = [1 - accuracy for accuracy in accuracies if accuracy < 1]
    return min(errors, default=0.015) / 3


ERROR_LABEL = f"{ACCURACY} (logarithmic in the error)"


def error_axis_label(figure: Figure) -> str:
    """Name such an axis upright, on two lines where the figure is low."""
    return ERROR_LABEL.replace(" (", "\n(") if figure.get_figheight() < 3.4 else ERROR_LABEL


def set_error_axis(axes: Axes, errors: np.ndarray, floor: float, name: str = "y") -> None:
    """Make an axis, `name`, logarithmic in the error, best at its end, with accuracies as ticks."""
    axis = {"x": axes.xaxis, "y": axes.yaxis}[name]
    low, high = errors.min() / 1.25, errors.max() * 1.25
    widen = max(1.0, (7 / (high / low)) ** 0.5)  # so that two ticks or more are always in sight
    low, high = low / widen, high * widen
    axes.set(**{f"{name}scale": "log", f"{name}lim": (high, low)})
    steps = [step * 10.0**decade for decade in range(-9, 0) for step in (1, 2, 5)]
    ticks = [error for error in [*steps, 0.9] if low <= error <= high]
    if errors.min() <= floor:
        ticks = [floor, *(error for error in ticks if error > 1.7 * floor)]
    if name == "x":
        ticks = _apart(ticks, 36 / (72 * 0.8 * axes.figure.get_figwidth()) * np.log(high / low))
    names = {error: percent(1 - error) for error in ticks}
    names |= {floor: percent(1)} if errors.min() <= floor else {}
    axis.set_major_locator(FixedLocator(ticks))
    axis.set_major_formatter(FuncFormatter(lambda error, _: names.get(error, "")))
    axis.set_minor_locator(LogLocator(subs=range(1, 10)))
    axis.set_minor_formatter(NullFormatter())


def _apart(errors: list[float], distance: float) -> list[float]:
    """Leave out what is nearer than this, in logarithms, to the one before."""
    kept: list[float] = []
    for error in errors:
        if not kept or np.log(error / kept[-1]) >= distance:
            kept.append(error)
    return kept
