"""How the values of the objective are written along an axis."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.ticker import Formatter

from sametrials.figures.shared.labels import percent
from sametrials.study.objective import Objective


def best_text(objective: Objective, value: float) -> str:
    """Write the best value: a share with six digits at most, any other with four."""
    return objective.short(value, 6 if objective.is_share else 4)


def texts_of(values: Sequence[float]) -> list[str]:
    """Write numbers alike, with as few digits as tell them apart.

    Very large and very small ones are written with a power of ten: 1.2e6, 5e-5.
    """
    values = [float(value) for value in values]
    highest = max(map(abs, values), default=0.0)
    steps = [step for step in np.diff(sorted(values)) if step > 1e-12 * highest]
    tolerance = 1e-3 * min(steps, default=highest)
    kind = "f" if highest == 0 or 1e-3 <= highest < 1e6 else "e"
    for digits in range(16):
        texts = [f"{value:.{digits}{kind}}" for value in values]
        errors = np.abs(np.array(texts, dtype=float) - values)
        if errors.max(initial=0.0) <= tolerance:
            break
    return [_tidy(text) for text in texts]


def _tidy(text: str) -> str:
    """Write 1.2e+06 as 1.2e6, and no zero below zero."""
    number, _, power = text.partition("e")
    if float(number) == 0:
        return "0"
    return f"{number}e{int(power)}" if power else number


class ValueFormatter(Formatter):
    """Writes ticks that are values of the objective: shares in per cent, others as numbers."""

    def __init__(self, objective: Objective):
        self.write = _percents if objective.is_share else texts_of

    def __call__(self, value: float, position: int | None = None) -> str:
        """Write one value."""
        return self.write([value])[0]

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        """Write all ticks of an axis."""
        return self.write(values)


def _percents(values: Sequence[float]) -> list[str]:
    return [percent(value) for value in values]


def decades(low: float, high: float) -> float:
    """Count the powers of ten between two positive numbers."""
    return math.log10(high) - math.log10(low)
