"""The trials of a study, from its table and its search space: what its figures are drawn from."""

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from sametrials.common.errors import DataError
from sametrials.figures.shared.dimension import Dimension, dimensions_of
from sametrials.figures.shared.labels import shortened
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
        best: dict[Any, float] = {}
        for trial in self.complete:
            category = self.points[trial][name]
            best[category] = min(best.get(category, np.inf), self._cost(trial))
        ranked = sorted(found.categories, key=lambda category: best.get(category, np.inf))
        shown = set(ranked[: MOST_CATEGORIES - 1])
        kept = tuple(category for category in found.categories if category in shown)
        return found._replace(categories=kept, n_others=len(found.categories) - len(kept))

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
    readers = {name: _reader(name, entry) for name, entry in search_space.items()}
    return StudyTrials(
        found,
        search_space,
        points=[{name: read(row[name]) for name, read in readers.items()} for row in rows],
        values=np.array([float(row[found.column] or "nan") for row in rows]),
        states=np.array([row["state"] for row in rows], dtype=str),
    )


def _reader(name: str, entry: Mapping) -> Callable[[str], Any]:
    """Make what turns the text of a cell into the value that it stands for."""
    if entry["type"] != "categorical":
        return {"real": float, "integer": int}[entry["type"]]
    # Categories are all texts, all numbers or all booleans.
    key = float if all(map(_is_number, entry["categories"])) else str
    categories = {key(category): category for category in entry["categories"]}

    def read(text: str) -> Any:
        if (found := categories.get(key(text))) is None:
            expected = shortened(", ".join(map(str, entry["categories"])), 200)
            raise DataError(f"trials.csv: found {name} {text!r}, expected one of {expected}")
        return found

    return read


def _is_number(category: Any) -> bool:
    return isinstance(category, int | float) and not isinstance(category, bool)
