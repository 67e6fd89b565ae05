"""How good each strategy is after how much time."""

from collections.abc import Sequence

from matplotlib.figure import Figure

from hpo.figures.comparison.best_so_far import Curve, best_so_far, draw_best_so_far
from hpo.results.comparison import StudyResults, best_by_time

UNITS = (("seconds", 1), ("minutes", 60), ("hours", 3600))


def unit_of(longest: float) -> tuple[str, int]:
    """Choose the unit that suits so many seconds, and say how many of them it has."""
    return next(pair for pair in reversed(UNITS) if longest >= 3 * pair[1] or pair[1] == 1)


def accuracy_by_time_info(studies: Sequence[StudyResults]) -> list[Curve]:
    """Compute the best accuracy of each strategy by the seconds since its studies began."""
    return best_so_far(studies, best_by_time)


def draw_accuracy_by_time(info: Sequence[Curve], width: float = 6.3) -> Figure:
    """Draw the curves, `width` in inches, in the unit that suits the longest."""
    unit, seconds = unit_of(max(curve.x[-1] for curve in info))
    curves = [curve._replace(x=curve.x / seconds) for curve in info]
    return draw_best_so_far(curves, "Best accuracy by time", unit, width)
