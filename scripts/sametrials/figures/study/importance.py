"""How much each hyper-parameter matters, and how sure that is."""

import textwrap
from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import percent, readable
from sametrials.figures.shared.marks import NONE_VARIES
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import BLACK, BLUE, GREY, draw_message, new_figure, styled
from sametrials.results.importance import ENOUGH_TRIALS, MOST_TRIALS, importance
from sametrials.results.variance_shares import Shares
from sametrials.study.objective import Objective
from sametrials.study.settings import derived_seed

MOST_BARS = 20
"""Of more dimensions, those of the least importance have no bar."""

INTERACTIONS = "interactions of these"


class ImportanceInfo(NamedTuple):
    """What the figure shows of the D dimensions that vary."""

    objective: Objective
    names: list[str]
    """Of the dimensions, in the order of the search space."""
    n_trials: int
    """How many trials are complete: from these the shares are computed."""
    shares: Shares | None
    """Of the variance of the objective, D + 1; None if there are too few trials or no variance."""


def importance_info(trials: StudyTrials, seed: int) -> ImportanceInfo:
    """Compute the importances from the trials that are complete; `seed` is that of the study."""
    names = [dimension.name for dimension in trials.dimensions]
    shares = importance(
        trials.search_space,
        names,
        [trials.points[trial] for trial in trials.complete],
        trials.values[trials.complete],
        derived_seed(seed, "importance"),
    )
    return ImportanceInfo(trials.objective, names, len(trials.complete), shares)


@styled
def draw_importance(info: ImportanceInfo, width: float = 6.3) -> Figure:
    """Draw the share of each dimension with its interval, greatest first; `width` in inches."""
    if not info.names:
        return draw_message(NONE_VARIES, width)
    if info.shares is None:
        return draw_message(_why_not(info), width)
    mean, low, high, names = _sorted(info)
    n_bars = len(names)
    note = textwrap.wrap(_note(info), int(72 * width / (LETTER * 7)))

    figure = new_figure(width, 0.75 + 0.28 * n_bars + 0.14 * len(note))
    axes = figure.add_subplot()
    bars = np.arange(n_bars)
    colours = [GREY if name == INTERACTIONS else BLUE for name in names]
    axes.barh(bars, mean, height=0.62, color=colours, edgecolor="white")
    errors = np.maximum([mean - low, high - mean], 0)
    axes.errorbar(mean, bars, xerr=errors, fmt="none", ecolor=BLACK, elinewidth=1, capsize=2.5)
    room = 72 * width / (LETTER * 7)  # letters
    axes.set_yticks(bars, [textwrap.fill(name, max(14, int(0.36 * room))) for name in names])
    axes.tick_params("y", length=0)
    axes.invert_yaxis()
    axes.set_xlim(0, min(1, 1.08 * high.max()))
    axes.locator_params("x", nbins=5)
    axes.xaxis.set_major_formatter(FuncFormatter(percent))
    axes.set_title("Importance")
    label = f"share of the variance of the {info.objective.label}"
    axes.set_xlabel(textwrap.fill(label, int(0.5 * room)))
    axes.grid(axis="x")
    figure.supxlabel("\n".join(note), fontsize=7, color=GREY, x=0.02, ha="left")
    return figure


def _sorted(info: ImportanceInfo) -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str]]:
    """Put the greatest share first, that of the interactions, if there can be any, last."""
    n_dimensions = len(info.names)
    order = [*np.argsort(-info.shares.mean[:-1], kind="stable")[:MOST_BARS]]
    names = [readable(info.names[place]) for place in order]
    if n_dimensions > 1:
        order, names = [*order, n_dimensions], [*names, INTERACTIONS]
    return (*(part[order] for part in info.shares[:3]), names)


def _note(info: ImportanceInfo) -> str:
    explained = info.shares.explained
    of_unseen = "of the variance of trials that they were not fitted to"
    sure = (
        f"The forests explain {100 * explained:.0f} % {of_unseen}."
        if explained >= 0.005
        else f"The forests explain nothing {of_unseen}: these shares tell nothing."
    )
    n_others = len(info.names) - MOST_BARS
    others = f" Not shown: {n_others} hyper-parameters with smaller shares." if n_others > 0 else ""
    fitted = f"{info.n_trials}"
    if info.n_trials > MOST_TRIALS:
        fitted = f"{MOST_TRIALS} of {info.n_trials}"
    return (
        f"Functional ANOVA of forests fitted to {fitted} complete trials. Lines: "
        f"where 90 % of the shares lie when the trials are drawn again (bootstrap). {sure}{others}"
    )


def _why_not(info: ImportanceInfo) -> str:
    if info.n_trials < ENOUGH_TRIALS:
        trials = "trial is" if info.n_trials == 1 else "trials are"
        return (
            f"{info.n_trials} complete {trials} too few to tell which hyper-parameter matters: "
            f"that takes at least {ENOUGH_TRIALS}."
        )
    return (
        f"All complete trials have the same {info.objective.label}, or the same hyper-parameters: "
        "this does not tell which of these matters."
    )
