"""The values of the trials as a small picture in SVG. matplotlib would take a second to import.

Here is what is drawn where; `templates/picture.svg` draws it.
"""

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sametrials.search.status.value_axis import ValueAxis
from sametrials.study.objective import Objective
from sametrials.trials.record import TrialRecord

WIDTH, HEIGHT = 480, 240
RIGHT, TOP, BOTTOM = 8, 8, 34
"""Margins, in the same units. The left one is as wide as the ticks need."""

LEAST_LEFT = 44
CHARACTER = 6.4
"""Width of a character of a tick."""

INSET = 6
"""No trial is nearer than this to the edge of the plot."""

ROOM_FOR_FAILED = 18
GAP = 16
"""Ticks are at least so far apart."""


MOST_MARKS = 1000
"""Of more trials, every second has a mark, or every third: the page is written again and again."""


class Tick(NamedTuple):
    """A text beside an axis, at a place along it."""

    place: float
    text: str


class Mark(NamedTuple):
    """A trial: its state, its place and what a browser says when the mouse is there."""

    state: str
    x: float
    y: float
    title: str


class Picture(NamedTuple):
    """What is drawn.

    Attributes
    ----------
    width, height
        Of the whole picture.
    left, right, bottom
        Edges of the plot.
    scale
        Of the upright axis: "error", "log" or "linear".
    values, trials
        Ticks of the two axes.
    marks
        The trials, by number,
    every
        and every which of them there is: 1, or more if there are very many.
    best_so_far
        The path of the line; empty as long as no trial is complete.
    """

    width: int
    height: int
    left: float
    right: float
    bottom: float
    scale: str
    values: list[Tick]
    trials: list[Tick]
    marks: list[Mark]
    every: int
    best_so_far: str


def picture(objective: Objective, records: Sequence[TrialRecord], n_calls: int) -> Picture | None:
    """Lay out the value of each trial, and the best one so far.

    Values rise upwards. Failed trials, which have none, are at the edge where the values are worse.

    Parameters
    ----------
    objective
        What is optimised.
    records
        By number.
    n_calls
        How many trials there will be.

    Returns
    -------
    Picture or None
        None if there is nothing to draw.
    """
    values = [record.value for record in records if record.value is not None]
    if not values:
        return None
    every = math.ceil(len(records) / MOST_MARKS)
    frame = _Frame(ValueAxis(objective, values), n_calls, failed_at_top=not objective.maximized)
    return Picture(
        width=WIDTH,
        height=HEIGHT,
        left=frame.left,
        right=WIDTH - RIGHT,
        bottom=HEIGHT - BOTTOM,
        scale=frame.axis.scale,
        values=list(frame.value_ticks()),
        trials=list(frame.trial_ticks()),
        marks=[_mark(objective, frame, record) for record in records[::every]],
        every=every,
        best_so_far=_best_so_far(objective, frame, records),
    )


class _Frame:
    """Where trials and values lie in the picture."""

    def __init__(self, axis: ValueAxis, n_calls: int, failed_at_top: bool):
        self.axis = axis
        self.n_calls = n_calls
        self._ticks = axis.ticks()
        longest = max((len(text) for _, text in self._ticks), default=0)
        self.left = max(LEAST_LEFT, round(CHARACTER * longest) + 10)
        top, bottom = TOP + INSET, HEIGHT - BOTTOM - INSET
        self.failed_y = top if failed_at_top else bottom
        self._top = top + (ROOM_FOR_FAILED if failed_at_top else 0)
        self._bottom = bottom - (0 if failed_at_top else ROOM_FOR_FAILED)

    def x(self, trial: int) -> float:
        width = WIDTH - RIGHT - self.left - 2 * INSET
        return round(self.left + INSET + width * trial / max(1, self.n_calls - 1), 1)

    def y(self, value: float) -> float:
        return round(self._bottom - (self._bottom - self._top) * self.axis.place(value), 1)

    def value_ticks(self) -> Iterator[Tick]:
        """List the ticks that lie in the plot, without those too near to the one below."""
        below = float("inf")
        for value, text in self._ticks:
            y = self.y(value)
            if TOP <= y <= HEIGHT - BOTTOM - INSET and below - y >= GAP:
                below = y
                yield Tick(y, text)

    def trial_ticks(self) -> Iterator[Tick]:
        step = next(step for step in _round_steps() if self.n_calls / step <= 8)
        for trial in range(0, self.n_calls, step):
            yield Tick(self.x(trial), str(trial))


def _round_steps() -> Iterator[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _best_so_far(objective: Objective, frame: _Frame, records: Sequence[TrialRecord]) -> str:
    path, best = "", None
    for record in records:
        if record.state != "complete":
            continue
        if best is None or objective.is_better(record.value, best):
            best = record.value
            x, y = frame.x(record.trial), frame.y(best)
            path += f"H{x}V{y}" if path else f"M{x} {y}"
    return path and f"{path}H{frame.x(records[-1].trial)}"


def _mark(objective: Objective, frame: _Frame, record: TrialRecord) -> Mark:
    failed = record.value is None
    y = frame.failed_y if failed else frame.y(record.value)
    ending = "failed" if failed else objective.text(record.value)
    state = "failed" if failed else record.state
    return Mark(state, frame.x(record.trial), y, f"trial {record.trial}: {ending}")
