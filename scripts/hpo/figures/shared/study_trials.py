"""The trials of a study, from its table and its search space: what its figures are drawn from."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from hpo.common.errors import DataError
from hpo.figures.shared.dimension import Dimension, dimensions_of
from hpo.study.objective import Objective
from hpo.study.space import HyperParameters


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
        return [each for each in dimensions_of(self.search_space) if each.varies]

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
    return StudyTrials(
        found,
        search_space,
        points=[
            {name: _value(entry, row[name], name) for name, entry in search_space.items()}
            for row in rows
        ],
        values=np.array([float(row[found.column] or "nan") for row in rows]),
        states=np.array([row["state"] for row in rows], dtype=str),
    )


def _value(entry: Mapping, text: str, name: str) -> Any:
    if entry["type"] == "real":
        return float(text)
    if entry["type"] == "integer":
        return int(text)
    for category in entry["categories"]:
        if text == str(category) or (_is_number(category) and float(text) == category):
            return category
    expected = ", ".join(map(str, entry["categories"]))
    raise DataError(f"trials.csv: found {name} {text!r}, expected one of {expected}")


def _is_number(category: Any) -> bool:
    return isinstance(category, int | float) and not isinstance(category, bool)
