"""Every figure of a study copes with what a study can be, at full width and in one column."""

from typing import NamedTuple
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from drawn import (
    ACCURACY,
    EIGHT,
    LAYERS,
    LEARNING_RATE,
    LONG_NAMES,
    LOSS,
    SEED_SPACE,
    assert_legible,
    categorical,
    random_trials,
    words,
)
from matplotlib.collections import PathCollection
from matplotlib.lines import Line2D
from odd_studies import MIXED, ODD, R2, THREE, TWENTY

from sametrials.figures.catalogue import ENTRIES, _axis_of
from sametrials.figures.make_figure import functions_of
from sametrials.figures.shared.choice import choose_dimensions
from sametrials.figures.shared.study_trials import StudyTrials
from sametrials.figures.shared.style import save_figure

ONE_COLUMN, FULL = 3.3, 6.3  # inches


pytestmark = pytest.mark.usefixtures("roughly")


@pytest.fixture
def few_dimensions(monkeypatch):
    """Show 3 dimensions where there is room for 8: a tenth of the pairs, which look alike."""
    monkeypatch.setattr(choose_dimensions, "__defaults__", (3,))


class Study(NamedTuple):
    """What figures are drawn from."""

    trials: StudyTrials
    timings: pd.DataFrame
    learning_curves: pd.DataFrame


def study(space, states, objective=ACCURACY, factor=1.0):
    """Make a study of trials that ended so; the search writes the same tables."""
    trials = random_trials(space, len(states), states=states, objective=objective)
    trials = trials._replace(values=trials.values * factor)
    return Study(trials, *tables(trials))


def tables(trials):
    number = np.arange(len(trials.states))
    start = pd.to_datetime(1.7e9 + 11.0 * (number // 2), unit="s", utc=True)
    seconds = {"suggest": 0.1, "wait": 0.5, "build": 0.4, "train": 9.0, "save": 0.1}
    start = start.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    timings = pd.DataFrame({"trial": number, "worker": number % 2, "start": start} | seconds)
    rows = [
        (trial, epoch, value * (0.9 + 0.1 * epoch / 3))
        for trial, value in zip(number, trials.values, strict=True)
        for epoch in (1, 2, 3)
        if not np.isnan(value)
    ]
    columns = ["trial", "epoch", trials.objective.metric]
    return timings, pd.DataFrame(rows, columns=columns)


MIXED_CATEGORIES = LEARNING_RATE | {
    "text": categorical("1", "None", ""),
    "number": categorical(1, 0.1, 300),
    "switch": categorical(False, True),
}
STUDIES = {
    "empty": lambda: study(SEED_SPACE, []),
    "all failed": lambda: study(SEED_SPACE, ["failed"] * 3),
    "one trial": lambda: study(SEED_SPACE, ["complete"]),
    "failed and pruned": lambda: study(SEED_SPACE, MIXED),
    "one dimension": lambda: study(LEARNING_RATE, MIXED),
    "eight dimensions": lambda: study(EIGHT, MIXED),
    "a long category name": lambda: study(LAYERS | LONG_NAMES, MIXED),
    "categories of all kinds": lambda: study(MIXED_CATEGORIES, MIXED),
    "a tiny loss": lambda: study(THREE, MIXED, LOSS, 1e-5),
    "a huge loss": lambda: study(THREE, MIXED, LOSS, 1e6),
    "one trial of a loss": lambda: study(THREE, ["complete"], LOSS),
    "a score that may be negative": lambda: study(THREE, MIXED, R2, -3.0),
}


OF_STUDIES = {entry.name: entry for entry in ENTRIES if entry.module.startswith("study.")}


def drawn(name, found, width):
    """Draw a figure of the catalogue; of each pair of dimensions, the first."""
    entry = OF_STUDIES[name]
    compute, draw = functions_of(f"sametrials.figures.{entry.module}")
    settings = {"seed": 1, "surrogate": "GP"} | dict(
        zip(entry.wildcards, dimensions_for(entry, found), strict=False)
    )
    options = {option: settings[option] for option in (*entry.options, *entry.wildcards)}
    return draw(compute(**{name: getattr(found, name) for name in entry.reads}, **options), width)


def dimensions_for(entry, found):
    space = found.trials.search_space
    return [name for name, each in space.items() if _axis_of(each) == entry.dimensions]


# Squares of plots, one for each pair: of eight dimensions, or six long categories, they are for a
# page, not for a column.
CORNERS = {"evaluations", "objective"}
FOR_A_PAGE = {"eight dimensions", "a long category name"}


# Figures that show points and no values.
WITHOUT_VALUES = {"evaluations", "histogram"}
ONLY_OTHER_VALUES = {
    *("a tiny loss", "a huge loss", "a score that may be negative"),
    *("a huge one, all others failed", "equal values", "no loss at all", "all perfect"),
    *("values of 1e300", "values of 1e-300", "values of 1e-300 to 1e300", "values of both signs"),
}
"""Studies of points which another one has, too."""


def possible(cases):
    """Pair each figure with the studies that have dimensions, and perhaps values, for it."""
    studies = {case: STUDIES[case]() for case in cases}
    return [
        (name, case)
        for name, entry in OF_STUDIES.items()
        for case, found in studies.items()
        if len(dimensions_for(entry, found)) >= len(entry.wildcards)
        and not (name in WITHOUT_VALUES and case in ONLY_OTHER_VALUES)
        and ("timings" in entry.reads or case != "no time passed")
    ]


def test_the_studies_of_other_values_are_there():
    assert set(STUDIES) >= ONLY_OTHER_VALUES


@pytest.mark.usefixtures("few_dimensions")
@pytest.mark.parametrize(("name", "case"), possible(STUDIES))
def test_every_figure_copes_with_every_study(name, case):
    for_a_page = name in CORNERS and case in FOR_A_PAGE
    figure = drawn(name, STUDIES[case](), FULL if for_a_page else ONE_COLUMN)
    assert_legible(figure)
    if case in ("empty", "all failed") and name not in ("timeline", "histogram"):
        assert len(words(figure)) == 1, "expected a message and no plot"


@pytest.mark.parametrize("name", OF_STUDIES)
def test_no_figure_speaks_of_accuracy_where_it_is_none(name):
    said = " ".join(words(drawn(name, STUDIES["a tiny loss"](), FULL)))
    assert "accurac" not in said
    assert " error" not in said


NO_SECONDS = {"suggest": 0.0, "wait": 0.0, "build": 0.0, "train": 0.0, "save": 0.0}


def no_time_passed():
    found = study(THREE, MIXED)
    start = found.timings["start"].iloc[0]
    return found._replace(timings=found.timings.assign(**NO_SECONDS, start=start))


STUDIES |= {case: lambda make=make: Study(make(), *tables(make())) for case, make in ODD.items()}
STUDIES["no time passed"] = no_time_passed


@pytest.mark.usefixtures("few_dimensions")
@pytest.mark.parametrize(("name", "case"), possible([*ODD, "no time passed"]))
def test_every_figure_copes_with_studies_out_of_the_ordinary(name, case, tmp_path):
    figure = drawn(name, STUDIES[case](), FULL)
    assert_legible(figure)
    figure.set_layout_engine("none")  # all is in its place
    path = tmp_path / "figure.svg"
    save_figure(figure, [path], dpi=50)
    said = " ".join(ElementTree.parse(path).getroot().itertext())  # noqa: S314 (our own file)
    assert not {"nan", "inf"} & set(said.split())
    assert path.stat().st_size < 1_000_000


def many_trials(n_trials=1500):
    """Make a study of many trials of twenty dimensions, two of which matter."""
    states = np.resize([*["complete"] * 17, "pruned", "pruned", "failed"], n_trials)
    trials = random_trials(TWENTY, n_trials, states=states)
    better, worse = (np.array(trials.column(name)) for name in ("unused_7", "unused_13"))
    trials = trials._replace(
        values=np.where(states == "failed", np.nan, 0.5 + 0.3 * better - 0.2 * worse)
    )
    return Study(trials, *tables(trials))


@pytest.mark.parametrize("name", [name for name in OF_STUDIES if name != "histogram"])
def test_many_trials_of_many_dimensions_are_legible_in_small_files(name, tmp_path):
    figure = drawn(name, many_trials(), FULL)
    assert_legible(figure)
    figure.set_layout_engine("none")  # all is in its place
    save_figure(figure, [tmp_path / "figure.svg"], dpi=100)
    assert (tmp_path / "figure.svg").stat().st_size < 1_500_000
    crowds = [each for each in figure.findobj(PathCollection) if len(each.get_offsets()) > 1000]
    assert all(each.get_rasterized() for each in crowds)
    lines = figure.findobj(lambda each: isinstance(each, Line2D) and len(each.get_xdata()) > 1000)
    assert all(each.get_rasterized() for each in lines if each.get_marker() != "None")
    assert sum(len(axes.lines) for axes in figure.axes) < 1000


@pytest.mark.usefixtures("few_dimensions")
@pytest.mark.parametrize("name", ["evaluations", "objective", "slices", "parallel_coordinates"])
def test_of_many_dimensions_the_most_important_are_shown(name):
    said = " ".join(words(drawn(name, many_trials(60), FULL)))
    assert "the 3 most important of 20 hyper-parameters" in said
    assert "unused 7" in said and "unused 13" in said
