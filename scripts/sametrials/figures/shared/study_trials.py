"""The trials of a study, from its table and its search space: what its figures are drawn from."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sametrials.common.csv_tables import safe_text
from sametrials.common.errors import DataError
from sametrials.figures.shared.dimension import Dimension, dimensions_of
from sametrials.figures.shared.labels import shortened
from sametrials.study.dimension import Choice, Number, dimension_of
from sametrials.study.objective import Objective
from sametrials.study.space import HyperParameters

MOST_CATEGORIES = 40
"""A dimension has at most so many places on an axis: of more categories, the others share one."""


class StudyTrials(NamedTuple):
    """N trials in the order of their numbers, which begin at 0."""

    objective: Objective
    """What is optimised."""
    search_space: Mapping[str, Mapping]
    """As in config.yaml."""
    points: list[HyperParameters]
    """The hyper-parameters of each trial."""
    values: np.ndarray
    """N values of the objective; nan of a trial that failed."""
    states: np.ndarray
    """N of complete, pruned and failed."""

    @property
    def dimensions(self) -> list[Dimension]:
        """The dimensions that have more than one value, in the order of the search space."""
        return [
            self.dimension(each.name) for each in dimensions_of(self.search_space) if each.varies
        ]

    def dimension(self, name: str) -> Dimension:
        """Make a dimension; of very many categories, those with the best trials have a place."""
        (found,) = dimensions_of({name: self.search_space[name]})
        if len(found.categories) <= MOST_CATEGORIES:
            return found
        best = np.full(len(found.categories), np.inf)
        places = found.places(self.column(name))
        for trial in self.complete[np.isfinite(places[self.complete])]:
            place = int(places[trial])
            best[place] = min(best[place], self._cost(trial))
        ranked = np.argsort(best, kind="stable")[: MOST_CATEGORIES - 1]
        return found.only(np.sort(ranked).tolist())

    def share(self, name: str) -> str:
        """Say in how many trials a hyper-parameter exists; nothing if it does in all."""
        number = sum(value is not None for value in self.column(name))
        is_optional = bool(self.search_space[name].get("when"))
        return f"in {number} of {len(self.points)} trials" if is_optional else ""

    @property
    def complete(self) -> np.ndarray:
        """Numbers of the trials that are complete."""
        return np.flatnonzero(self.states == "complete")

    @property
    def best(self) -> int | None:
        """Number of the best trial that is complete, of equals the first; None if none is."""
        return min(self.complete.tolist(), key=self._cost, default=None)

    def _cost(self, trial: int) -> float:
        return self.objective.cost(self.values[trial])

    def best_trials(self, most: int) -> np.ndarray:
        """List the numbers, rising, of the best trials, at most so many; those that failed last."""
        costs = np.nan_to_num(self.objective.cost(self.values), nan=np.inf)
        order = np.lexsort([costs, self.states != "complete"])
        return np.sort(order[:most])

    def only(self, numbers: np.ndarray) -> "StudyTrials":
        """Make trials of these alone, numbered from 0."""
        return self._replace(
            points=[self.points[number] for number in numbers],
            values=self.values[numbers],
            states=self.states[numbers],
        )

    def column(self, name: str) -> list[Any]:
        """List the value of a hyper-parameter in each trial."""
        return [point[name] for point in self.points]


def read_study_trials(
    path: str | Path, search_space: Mapping[str, Mapping], objective: Mapping[str, str]
) -> StudyTrials:
    """Read trials.csv.

    Every cell is read as text and turned into the very value of the search space that it stands
    for: pandas would take a category "1" for a number.

    Parameters
    ----------
    path
        The table.
    search_space, objective
        As in config.yaml, checked.

    Raises
    ------
    DataError
        A cell stands for no value of the search space.
    """
    found = Objective(**objective)
    with Path(path).open(newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["trial"]))
    # The columns stand in the order in which the hyper-parameters are to be shown.
    names = [name for name in (rows[0] if rows else search_space) if name in search_space]
    readers = {name: _reader(name, dimension_of(search_space[name])) for name in names}
    return StudyTrials(
        found,
        {name: search_space[name] for name in names},
        points=[{name: read(row[name]) for name, read in readers.items()} for row in rows],
        values=np.array([float(row[found.column] or "nan") for row in rows]),
        states=np.array([row["state"] for row in rows], dtype=str),
    )


def _reader(name: str, dimension: Number | Choice) -> Callable[[str], Any]:
    """Make what turns the text of a cell into the value that it stands for; empty is None."""
    if isinstance(dimension, Number):
        kind = int if dimension.is_integer else float
        return lambda text: kind(text) if text else None
    values = dict(zip(map(safe_text, dimension.texts), dimension.values, strict=True))

    def read(text: str) -> Any:
        if text and text not in values:
            expected = shortened(", ".join(dimension.texts), 200)
            raise DataError(f"trials.csv: found {name} {text!r}, expected one of {expected}")
        return values.get(text)

    return read
