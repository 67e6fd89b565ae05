"""Whether trials are better with a higher value of a hyper-parameter, or with a lower one."""

import textwrap
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import readable
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLACK, BLUE, GREY, draw_message, new_figure, styled
from sametrials.study.objective import Objective
from sametrials.study.settings import derived_seed

ENOUGH_TRIALS = 10
"""From fewer complete trials nothing is said."""

MOST_BARS = 20
"""Of more dimensions, those of the weakest correlations have no bar."""

N_SAMPLES = 1000
"""So often trials are drawn with replacement, to tell how sure a correlation is."""

MOST_NAMED = 8
"""Of what is left out."""

INTERVAL = (5, 95)
"""The percentiles of the samples between which an interval lies."""


class RankCorrelationInfo(NamedTuple):
    """What the figure shows of the D numeric dimensions that vary."""

    objective: Objective
    names: list[str]
    """Of these dimensions, in the order of the search space."""
    left_out: list[str]
    """Of the categorical dimensions that vary: categories have no order."""
    n_trials: int
    """How many trials are complete: from these the correlations are computed."""
    correlations: np.ndarray
    """D, from -1 to 1: above 0, trials of higher values are better; nan if that cannot be told."""
    low: np.ndarray
    """Where the interval of each begins,"""
    high: np.ndarray
    """and where it ends."""


def rank_correlation_info(trials: StudyTrials, seed: int) -> RankCorrelationInfo:
    """Correlate each dimension that has an order with the quality of complete trials, by ranks.

    The quality is the objective, or its negative if it is minimised. The correlation is Spearman's
    (The Proof and Measurement of Association between Two Things, 1904). `seed` is the study's.
    """
    ordered = [each for each in trials.dimensions if each.is_ordered]
    names = [each.name for each in ordered]
    complete = trials.complete
    found = np.full((3, len(names)), np.nan)
    if len(complete) >= ENOUGH_TRIALS:
        quality = -trials.objective.cost(trials.values[complete])
        for column, dimension in enumerate(ordered):
            values = dimension.places(trials.column(dimension.name))[complete]
            exists = np.isfinite(values)
            purpose = f"rank correlation of {dimension.name}"
            generator = np.random.default_rng(derived_seed(seed, purpose))
            if exists.sum() >= ENOUGH_TRIALS:
                found[:, column] = _with_interval(values[exists], quality[exists], generator)
    left_out = [each.name for each in trials.dimensions if not each.is_ordered]
    return RankCorrelationInfo(trials.objective, names, left_out, len(complete), *found)


def _with_interval(
    values: np.ndarray, quality: np.ndarray, generator: np.random.Generator
) -> tuple[float, float, float]:
    """Compute a correlation and where most of those of drawn trials lie (bootstrap)."""
    first, second = _numbered(values), _numbered(quality)
    draws = (generator.integers(len(values), size=len(values)) for _ in range(N_SAMPLES))
    drawn = [_correlation(first[draw], second[draw]) for draw in draws]
    known = [each for each in drawn if not np.isnan(each)]
    low, high = np.percentile(known, INTERVAL) if known else (np.nan, np.nan)
    return spearman(values, quality), low, high


def spearman(one: np.ndarray, other: np.ndarray) -> float:
    """Compute the correlation of the ranks of N values and N others; nan if all are the same."""
    return _correlation(_numbered(one), _numbered(other))


def _numbered(values: np.ndarray) -> np.ndarray:
    """Replace the lowest value by 0, the next by 1: numbers of the same order, quick to rank."""
    return np.unique(values, return_inverse=True)[1]


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    """Compute `spearman` of values that `_numbered` gave, all of them or a sample."""
    first, second = (_ranks(each) - (len(each) + 1) / 2 for each in (one, other))
    size = np.sqrt((first @ first) * (second @ second))
    return float(first @ second / size) if size > 0 else float("nan")


def _ranks(values: np.ndarray) -> np.ndarray:
    """Rank values from 1; equal ones share the mean of their ranks."""
    counts = np.bincount(values)  # what was not drawn counts 0 and shifts no rank
    return (np.cumsum(counts) - (counts - 1) / 2)[values]


@styled
def draw_rank_correlation(info: RankCorrelationInfo, width: float = 6.3) -> Figure:
    """Draw each correlation with its interval, strongest first; `width` in inches."""
    order = np.argsort(-np.abs(info.correlations), kind="stable")  # nan comes last
    order = [place for place in order if not np.isnan(info.correlations[place])][:MOST_BARS]
    if not order:
        return draw_message(_why_not(info), width)
    room = 72 * width / (LETTER * 7)  # letters
    note = textwrap.wrap(_note(info), int(room))
    figure = new_figure(width, 1.0 + 0.28 * len(order) + 0.14 * len(note))
    axes = figure.add_subplot()
    bars = np.arange(len(order))
    middle, low, high = (part[order] for part in (info.correlations, info.low, info.high))
    axes.barh(bars, middle, height=0.62, color=BLUE, edgecolor="white")
    errors = np.maximum([middle - low, high - middle], 0)
    axes.errorbar(middle, bars, xerr=errors, fmt="none", ecolor=BLACK, elinewidth=1, capsize=2.5)
    axes.axvline(0, color=BLACK, lw=0.6)
    names = [readable(info.names[place]) for place in order]
    axes.set_yticks(bars, [textwrap.fill(name, max(14, int(0.36 * room))) for name in names])
    axes.tick_params("y", length=0)
    axes.set_xlim(-1, 1)
    axes.set_ylim(len(order) - 0.5, -0.5)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 5, 10]))
    axes.grid(axis="x")
    axes.set_title("Rank correlation", pad=16)
    small = {"fontsize": 7, "color": GREY, "textcoords": "offset points", "va": "bottom"}
    ends = {"xycoords": "axes fraction", "annotation_clip": False}
    axes.annotate("lower is better", (0, 1), (0, 3), ha="left", **ends, **small)
    axes.annotate("higher is better", (1, 1), (0, 3), ha="right", **ends, **small)
    good = "the" if info.objective.maximized else "a low"
    label = f"rank correlation with {good} {info.objective.label}"
    axes.set_xlabel(textwrap.fill(label, int(0.55 * room)))
    figure.supxlabel("\n".join(note), fontsize=7, color=GREY, x=0.02, ha="left")
    return figure


def _note(info: RankCorrelationInfo) -> str:
    note = (
        f"Spearman's correlation over {info.n_trials} complete trials. A bar to the right: trials "
        "with a higher value of the hyper-parameter are better. Lines: where 90 % of the "
        "correlations lie when the trials are drawn again (bootstrap)."
    )
    found = zip(info.names, info.correlations, strict=True)
    constant = [name for name, correlation in found if np.isnan(correlation)]
    n_others = len(info.names) - len(constant) - MOST_BARS
    if n_others > 0:
        note += f" Not shown: {n_others} weaker correlations."
    if constant:
        note += f" Left out: {_listed(constant)} (the same in all trials)."
    if info.left_out:
        note += f" Left out: {_listed(info.left_out)} (categories have no order)."
    return note


def _listed(names: list[str]) -> str:
    listed = ", ".join(readable(name) for name in names[:MOST_NAMED])
    n_more = len(names) - MOST_NAMED
    return f"{listed} and {n_more} more" if n_more > 0 else listed


def _why_not(info: RankCorrelationInfo) -> str:
    if not info.names:
        return "No hyper-parameter that is a number varies: categories have no rank correlation."
    if info.n_trials < ENOUGH_TRIALS:
        trials = "trial is" if info.n_trials == 1 else "trials are"
        return (
            f"{info.n_trials} complete {trials} too few for a rank correlation: that takes at "
            f"least {ENOUGH_TRIALS}."
        )
    return (
        f"All complete trials have the same {info.objective.label}, or the same hyper-parameters: "
        "there is no rank correlation."
    )
