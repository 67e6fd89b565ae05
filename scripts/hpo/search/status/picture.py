"""The accuracies of the trials as a small SVG, made of plain text: matplotlib takes a second."""

import math
from collections.abc import Iterator, Sequence

from hpo.trials.record import TrialRecord

WIDTH, HEIGHT = 480, 240
LEFT, RIGHT, TOP, BOTTOM = 44, 8, 8, 34
"""Margins, in the same units."""

TICKS = (0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999, 0.9995, 0.9998, 0.9999)
GAP = 16
"""Ticks are at least so far apart."""

SMALLEST_ERROR = 1e-4
"""An accuracy of 1 lies where this error does: the logarithm of 0 is nowhere."""


def picture(records: Sequence[TrialRecord], n_calls: int) -> str:
    """Draw accuracies by trial, and the best so far, on an axis logarithmic in the error.

    98 % and 99 % lie as far apart as 80 % and 90 %. Failed trials are crosses at the bottom.

    Parameters
    ----------
    records
        By number.
    n_calls
        How many trials there will be.

    Returns
    -------
    str
        SVG; empty if there is nothing to draw.
    """
    accuracies = [record.accuracy for record in records if record.accuracy is not None]
    if not accuracies:
        return ""
    frame = _Frame(max(accuracies), min(accuracies), n_calls)
    shapes = [*_axes(frame), *_incumbent(frame, records), *_marks(frame, records)]
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="Accuracy by trial">{"".join(shapes)}</svg>'
    )


class _Frame:
    """Where trials and accuracies lie."""

    def __init__(self, best: float, worst: float, n_calls: int):
        self.n_calls = n_calls
        self._top, self._bottom = _height(best), _height(worst)
        if self._top - self._bottom < 0.1:  # as for a single trial
            self._top, self._bottom = self._top + 0.1, self._bottom - 0.1

    def x(self, trial: int) -> float:
        return LEFT + 6 + (WIDTH - LEFT - RIGHT - 12) * trial / max(1, self.n_calls - 1)

    def y(self, accuracy: float) -> float:
        share = (self._top - _height(accuracy)) / (self._top - self._bottom)
        return TOP + 6 + (HEIGHT - TOP - BOTTOM - 24) * share

    @property
    def floor(self) -> float:
        """Where failed trials are."""
        return HEIGHT - BOTTOM - 6


def _height(accuracy: float) -> float:
    return -math.log10(max(1 - accuracy, SMALLEST_ERROR))


def _axes(frame: _Frame) -> Iterator[str]:
    last = math.inf
    for tick in TICKS:
        y = frame.y(tick)
        if TOP <= y <= frame.floor and last - y >= GAP:
            last = y
            yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
            yield f'<text x="{LEFT - 5}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>'
    bottom = HEIGHT - BOTTOM
    yield f'<path class="grid" d="M{LEFT} {bottom}H{WIDTH - RIGHT}"/>'
    step = next(step for step in _steps() if frame.n_calls / step <= 8)
    for trial in range(0, frame.n_calls, step):
        x = frame.x(trial)
        yield f'<text x="{x:.1f}" y="{bottom + 14}" text-anchor="middle">{trial}</text>'
    middle = (LEFT + WIDTH - RIGHT) / 2
    yield f'<text x="{middle}" y="{HEIGHT - 5}" text-anchor="middle">trial</text>'


def _steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _incumbent(frame: _Frame, records: Sequence[TrialRecord]) -> Iterator[str]:
    path, best = "", None
    for record in records:
        if record.state == "complete" and (best is None or record.accuracy > best):
            best = record.accuracy
            there = f"{frame.x(record.trial):.1f}"
            path += f"H{there}V{frame.y(best):.1f}" if path else f"M{there} {frame.y(best):.1f}"
    if path:
        yield f'<path class="best-so-far" d="{path}H{frame.x(records[-1].trial):.1f}"/>'


def _marks(frame: _Frame, records: Sequence[TrialRecord]) -> Iterator[str]:
    for record in records:
        x = frame.x(record.trial)
        if record.accuracy is None:
            title = f"<title>trial {record.trial}: failed</title>"
            cross = f"M{x - 3:.1f} {frame.floor - 3}l6 6m0 -6l-6 6"
            yield f'<path class="failed" d="{cross}">{title}</path>'
        else:
            y, title = frame.y(record.accuracy), f"trial {record.trial}: {record.accuracy:.4f}"
            circle = f'cx="{x:.1f}" cy="{y:.1f}" r="3"'
            yield f'<circle class="{record.state}" {circle}><title>{title}</title></circle>'
