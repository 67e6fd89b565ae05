"""What the workers did when: the time of every trial, phase by phase, and the time between them."""

import textwrap
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator

from sametrials.figures.shared.key import add_key_below
from sametrials.figures.shared.labels import whole_numbers
from sametrials.figures.shared.marks import BEST_MARK, MARKS, NAMES
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import (
    BLACK,
    BLUE,
    SKY,
    YELLOW,
    draw_message,
    new_figure,
    styled,
)
from sametrials.figures.shared.time_unit import unit_of
from sametrials.results.comparison import PHASES

COLOURS = {"suggest": YELLOW, "wait": "#b8b8b8", "build": SKY, "train": BLUE, "save": BLACK}
"""Of the phases, each darker than the one before."""

HEIGHT = 0.6
"""Of a row's bars; 1 reaches the next row."""

MOST_BARS = 400
"""More trials have no bar each: the time is cut into parts."""

N_PARTS = 200
"""So many parts. A row tells which share of each of them every phase took."""

MOST_ROWS = 40
"""More rows cannot be told apart: what all of them did is counted."""

OVERLAP = 1.0
"""Seconds by which two trials of a worker may seem to overlap: a clock may be set right."""


class TimelineInfo(NamedTuple):
    """What the figure shows of the N trials whose time is known, in the order of their beginnings.

    Seconds are counted from the first beginning, long pauses left out.
    """

    trials: list[int]
    states: list[str]
    best: int | None
    """Number of the best trial; None if it is not among these."""
    rows: np.ndarray
    """N rows, from 0."""
    row: str
    """What a row is: a "worker", or a "job" where each trial was one of its own."""
    begins: np.ndarray
    """N seconds: when its hyper-parameters began to be chosen."""
    phases: np.ndarray
    """N x 5 seconds: how long each of PHASES took."""
    pauses: list[float]
    """Where pauses were left out, in seconds."""
    n_untimed: int
    """How many trials have no times: killed before they could tell."""

    @property
    def seconds(self) -> float:
        """From the first beginning to the last end."""
        return float((self.begins + self.phases.sum(axis=1)).max())

    @property
    def idle(self) -> float:
        """The share, 0 to 1, of the time of all rows in which there was no trial."""
        of_rows = self.seconds * (self.rows.max() + 1)
        return max(0.0, 1 - self.phases.sum() / of_rows) if of_rows else 0.0


def timeline_info(trials: StudyTrials, timings: pd.DataFrame) -> TimelineInfo:
    """Compute from the trials and timings.csv what each worker did when.

    A pause, in which there is no trial at all, is left out if it is longer than the longest trial:
    between two runs there may be days.
    """
    table = timings.set_index("trial").sort_index()
    timed = table[table["start"].notna()]
    phases = timed[list(PHASES)].fillna(0.0)
    start = (
        pd.to_datetime(timed["start"], utc=True) - pd.Timestamp(0, tz="UTC")
    ).dt.total_seconds()
    # The hyper-parameters were chosen before "start"; all other phases are after it.
    begins = (start - phases["suggest"]).sort_values(kind="stable")
    timed, phases = timed.loc[begins.index], phases.loc[begins.index].to_numpy()
    durations = phases.sum(axis=1)
    begins, pauses = _without_pauses(begins.to_numpy(), durations)
    workers = timed["worker"].fillna(-1).to_numpy()  # NaN is not even itself
    rows = _rows(workers, begins, begins + durations)
    return TimelineInfo(
        trials=timed.index.to_list(),
        states=trials.states[timed.index].tolist(),
        best=trials.best if trials.best in timed.index else None,
        rows=rows,
        row="worker" if rows.max(initial=-1) < len(set(workers)) else "job",
        begins=begins,
        phases=phases,
        pauses=pauses,
        n_untimed=len(table) - len(timed),
    )


def _without_pauses(begins: np.ndarray, durations: np.ndarray) -> tuple[np.ndarray, list[float]]:
    """Count from the first of the beginnings, which rise; tell where long pauses were."""
    begins = begins - begins.min(initial=np.inf)
    busy_until = np.maximum.accumulate(np.append(0.0, begins + durations))[:-1]
    gaps = begins - busy_until
    cut = np.where(gaps > durations.max(initial=0.0), gaps, 0.0)
    begins = begins - np.cumsum(cut)
    return begins, begins[cut > 0].tolist()


def _rows(workers: np.ndarray, begins: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Give each worker a row, and more to one whose trials overlap: as jobs all are worker 0."""
    ended: dict[tuple[float, int], float] = {}
    places = []
    for worker, begin, end in zip(workers, begins, ends, strict=True):
        lane = 0
        while ended.get((worker, lane), -np.inf) > begin + OVERLAP:
            lane += 1
        ended[worker, lane] = end
        places.append((worker, lane))
    order = sorted(ended)
    return np.array([order.index(place) for place in places], dtype=int)


@styled
def draw_timeline(info: TimelineInfo, width: float = 6.3) -> Figure:
    """Draw a row for each worker and a bar for each trial, `width` in inches."""
    if not info.trials:
        return draw_message("The times of this study's trials are not known.", width)
    unit, seconds = unit_of(info.seconds)
    n_rows = int(info.rows.max()) + 1
    counted = n_rows > MOST_ROWS
    figure = new_figure(width, 3.5 if counted else 1.0 + min(0.34 * n_rows, 8))
    axes = figure.add_subplot()
    many = counted or len(info.trials) > MOST_BARS
    (_draw_counts if counted else _draw_shares if many else _draw_bars)(axes, info, seconds)
    present = [phase for phase, taken in zip(PHASES, info.phases.T, strict=True) if taken.any()]
    handles = [Patch(color=COLOURS[phase]) for phase in present]
    heights = np.full(len(info.rows), n_rows) if counted else info.rows - 0.45
    marks = _mark(axes, info, (info.begins + info.phases.sum(axis=1)) / seconds, heights, many)
    for pause in info.pauses:
        seam = axes.axvline(pause / seconds, color=BLACK, lw=0.9, ls=(0, (2, 1.5)))
        marks["pause, cut out"] = seam
    if not many:
        _number(axes, info, seconds, width)
    letters = int(72 * 0.84 * width / (0.5 * 9))
    axes.set_title(textwrap.fill(_title(info, n_rows, unit, seconds), letters))
    axes.set(xlabel=unit, ylabel=f"{info.row}s at once" if counted else info.row)
    axes.xaxis.set_major_locator(MaxNLocator("auto", steps=[1, 2, 5, 10]))
    axes.set_xlim(0, 1.005 * info.seconds / seconds or 1)
    if not counted:
        axes.set_ylim(n_rows - 0.45, -0.75)
    axes.yaxis.set_major_locator(whole_numbers())
    axes.grid(axis="x")
    add_key_below(figure, [*handles, *marks.values()], [*present, *marks])
    return figure


def _draw_bars(axes: Axes, info: TimelineInfo, seconds: int) -> None:
    """Draw a bar for each trial, in the colours of its phases; `seconds` are a unit of the axis."""
    lefts = info.begins.copy()
    for column, phase in enumerate(PHASES):
        lengths = info.phases[:, column]
        place = {"left": lefts / seconds, "height": HEIGHT}
        axes.barh(info.rows, lengths / seconds, color=COLOURS[phase], **place)
        lefts += lengths
    # A white rim tells one trial from the next.
    rims = {"height": HEIGHT, "fill": False, "edgecolor": "white", "linewidth": 0.6}
    axes.barh(info.rows, (lefts - info.begins) / seconds, left=info.begins / seconds, **rims)


def _draw_shares(axes: Axes, info: TimelineInfo, seconds: int) -> None:
    """Draw which share of each part of the time each phase took, one phase upon the other."""
    for row in range(int(info.rows.max()) + 1):
        edges, busy = _busy_by_phase(info, info.rows == row)
        _stack(axes, edges / seconds, row + HEIGHT / 2, -HEIGHT * np.minimum(busy, 1))


def _draw_counts(axes: Axes, info: TimelineInfo, seconds: int) -> None:
    """Draw in how many rows each phase was at each part of the time, one phase upon the other."""
    edges, busy = _busy_by_phase(info, np.ones(len(info.rows), dtype=bool))
    _stack(axes, edges / seconds, 0, busy)
    axes.set_ylim(0, 1.1 * busy.sum(axis=0).max() or 1)


def _stack(axes: Axes, edges: np.ndarray, base: float, heights: np.ndarray) -> None:
    """Draw the heights of the phases (5 x parts) one upon the other, from a base."""
    levels = base + np.vstack([np.zeros(heights.shape[1]), np.cumsum(heights, axis=0)])
    for phase, low, high in zip(PHASES, levels, levels[1:], strict=False):
        axes.stairs(high, edges, baseline=low, fill=True, lw=0, color=COLOURS[phase])


def _busy_by_phase(info: TimelineInfo, chosen: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Cut the time into parts; count in each how many of the chosen trials were in each phase.

    Returns the edges of the parts in seconds, and phases x parts: a trial that is in a phase for
    half of a part counts a half.
    """
    edges = np.linspace(0, info.seconds, N_PARTS + 1)
    ends = info.begins[chosen, None] + np.cumsum(info.phases[chosen], axis=1)
    begins = ends - info.phases[chosen]
    busy = [_busy(*spans, edges) for spans in zip(begins.T, ends.T, strict=True)]
    return edges, np.array(busy) / np.diff(edges)


def _busy(begins: np.ndarray, ends: np.ndarray, edges: np.ndarray) -> np.ndarray:
    """Sum up how long spans of time last between each edge and the next."""
    # The time before an edge that is in a span: the same of a beginning less that of an end.
    before = [np.maximum(edges - np.sort(each)[:, None], 0).sum(axis=0) for each in (begins, ends)]
    return np.diff(before[0] - before[1])


def _title(info: TimelineInfo, n_rows: int, unit: str, seconds: int) -> str:
    workers = f"{n_rows} {info.row}{'s' if n_rows > 1 else ''}"
    workers += " at once" if info.row == "job" else ""
    lasted = f"{info.seconds / seconds:.3g} {unit}"
    return f"Timeline: {workers}, {lasted}, {100 * info.idle:.1f} % idle"


def _mark(
    axes: Axes, info: TimelineInfo, ends: np.ndarray, heights: np.ndarray, many: bool
) -> dict[str, Artist]:
    """Mark over their bars' ends what is no complete trial, and the best; name the marks.

    Of many trials only the best is marked, and the others are counted.
    """
    marks = {}
    states = np.array(info.states)
    for state in ("pruned", "failed"):
        if (of_state := states == state).any():
            mark = MARKS[state] | {"ls": "none", "mec": BLACK, "clip_on": False}
            if many:
                marks[f"{of_state.sum():,} {NAMES[state]}"] = Line2D([], [], ls="none")
                continue
            axes.plot(ends[of_state], heights[of_state], **mark)
            marks[NAMES[state]] = Line2D([], [], **mark)
    if info.best is not None:
        place = info.trials.index(info.best)
        mark = BEST_MARK | {"ls": "none", "clip_on": False, "ms": 8}
        (marks[f"best: trial {info.best}"],) = axes.plot(ends[place], heights[place], **mark)
    if info.n_untimed:
        marks[f"{info.n_untimed} without times"] = Line2D([], [], ls="none")
    return marks


def _number(axes: Axes, info: TimelineInfo, seconds: int, width: float) -> None:
    """Write the trial's number into each bar that has room for it."""
    points = 72 * 0.82 * width / (info.seconds or 1)  # a second
    train = PHASES.index("train")
    for place, trial in enumerate(info.trials):
        text, length = str(trial), info.phases[place, train]
        if length * points > 4.2 * len(text) + 3:
            middle = info.begins[place] + info.phases[place, :train].sum() + length / 2
            centre = {"ha": "center", "va": "center"}
            axes.text(middle / seconds, info.rows[place], text, color="white", fontsize=6, **centre)
