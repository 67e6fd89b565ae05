"""Points as a surrogate sees them: columns of numbers in 0 ... 1.

A number has one column, on the scale of its prior, and so have values with an order; two categories
have one, more of them a column each (one-hot). What has a single value has none. What a condition
switches off has the same place in all points: the middle of its column, or none of its categories.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from sametrials.study.conditions import COMPARISONS, Condition
from sametrials.study.dimension import LOG, MIDDLE, NORMAL, Choice, Dimension, Number
from sametrials.study.space import HyperParameters, Space


class _Columns(Protocol):
    """The columns of one dimension.

    A batch of N values of a dimension is an array of shape (N,): the numbers themselves, or the
    indices of listed values.
    """

    width: int
    """How many columns."""
    missing: float
    """What stands in them where the dimension does not exist."""

    def batch(self, values: Sequence[Any]) -> np.ndarray:
        """Turn values into a batch; what stands for None is of no account."""

    def values(self, batch: np.ndarray) -> list[Any]:
        """Turn a batch into plain Python values."""

    def encode(self, batch: np.ndarray) -> np.ndarray:
        """Return the columns of a batch, of shape (N, width)."""

    def decode(self, columns: np.ndarray) -> np.ndarray:
        """Return the batch of the values that lie nearest."""


class _NumberColumn:
    """The column of a number."""

    width = 1
    missing = MIDDLE

    def __init__(self, dimension: Number):
        self.dimension = dimension
        self.low = self._scaled(float(dimension.low))
        self.range = self._scaled(float(dimension.high)) - self.low

    def batch(self, values: Sequence[Any]) -> np.ndarray:
        low = self.dimension.low
        return np.array([low if each is None else each for each in values], dtype=float)

    def values(self, batch: np.ndarray) -> list[Any]:
        return [int(each) if self.dimension.is_integer else float(each) for each in batch]

    def encode(self, batch: np.ndarray) -> np.ndarray:
        return ((self._scaled(batch) - self.low) / self.range)[:, None]

    def decode(self, columns: np.ndarray) -> np.ndarray:
        dimension = self.dimension
        numbers = self._unscaled(columns[:, 0] * self.range + self.low)
        numbers = np.clip(numbers, dimension.low, dimension.high)
        if dimension.step is None:
            return numbers
        if dimension.is_integer and dimension.step == 1:
            return np.round(numbers)
        steps, places = np.unique(
            np.round((numbers - dimension.low) / dimension.step), return_inverse=True
        )
        return np.array([dimension.on_step(int(each)) for each in steps], dtype=float)[places]

    def _scaled(self, numbers: Any) -> Any:
        if self.dimension.prior == LOG:
            return np.log10(numbers)
        if self.dimension.prior == NORMAL:
            return ndtr((numbers - self.dimension.mean) / self.dimension.sd)
        return numbers

    def _unscaled(self, scaled: np.ndarray) -> np.ndarray:
        if self.dimension.prior == LOG:
            return 10.0**scaled
        if self.dimension.prior == NORMAL:
            return ndtri(scaled) * self.dimension.sd + self.dimension.mean
        return scaled


class _ListedColumns:
    """The columns of listed values, whose batches hold their indices."""

    def __init__(self, dimension: Choice):
        self.dimension = dimension

    def batch(self, values: Sequence[Any]) -> np.ndarray:
        index = {_key(each): i for i, each in enumerate(self.dimension.values)}
        return np.array([index.get(_key(each), 0) for each in values], dtype=int)

    def values(self, batch: np.ndarray) -> list[Any]:
        return [self.dimension.values[i] for i in batch]


class _RankColumn(_ListedColumns):
    """The column of values with an order, or of two categories."""

    width = 1
    missing = MIDDLE

    def encode(self, batch: np.ndarray) -> np.ndarray:
        return (batch / (self.dimension.size - 1))[:, None]

    def decode(self, columns: np.ndarray) -> np.ndarray:
        return np.round(columns[:, 0] * (self.dimension.size - 1)).astype(int)


class _CategoryColumns(_ListedColumns):
    """The columns of categories, one for each."""

    missing = 0.0

    @property
    def width(self) -> int:
        return self.dimension.size

    def encode(self, batch: np.ndarray) -> np.ndarray:
        return np.eye(self.dimension.size)[batch]

    def decode(self, columns: np.ndarray) -> np.ndarray:
        return columns.argmax(axis=1)


class _NoColumn(_ListedColumns):
    """A dimension with a single value has no column."""

    width = 0
    missing = MIDDLE

    def encode(self, batch: np.ndarray) -> np.ndarray:
        return np.empty((len(batch), 0))

    def decode(self, columns: np.ndarray) -> np.ndarray:
        return np.zeros(len(columns), dtype=int)


def _key(value: Any) -> tuple[type, Any]:
    return type(value), value  # 1, 1.0 and True are equal, and different categories


def _columns_of(dimension: Dimension) -> _Columns:
    if dimension.size == 1:
        return _NoColumn(Choice(tuple(dimension), is_ordered=True))
    if isinstance(dimension, Number):
        return _NumberColumn(dimension)
    is_rank = dimension.is_ordered or dimension.size == 2
    return _RankColumn(dimension) if is_rank else _CategoryColumns(dimension)


class Encoding:
    """Between points of a search space and rows of numbers in 0 ... 1.

    Attributes
    ----------
    space
        The search space.
    dimension_of_column
        Of each column the index of its dimension, among those that have columns.
    is_unordered
        Of each column whether its dimension is categorical: values near each other are no more
        alike than others.
    """

    def __init__(self, search_space: Mapping[str, Mapping], where: Sequence[str] = ()):
        self.space = Space(search_space, where)
        self._columns = {name: _columns_of(each) for name, each in self.space.dimensions.items()}
        ends = np.cumsum([each.width for each in self._columns.values()])
        self._slices = {
            name: slice(int(end) - each.width, int(end))
            for (name, each), end in zip(self._columns.items(), ends, strict=True)
        }
        self._with_columns = [name for name, each in self._columns.items() if each.width]
        widths = [self._columns[name].width for name in self._with_columns]
        self.dimension_of_column = np.repeat(np.arange(len(widths)), widths)
        unordered = [_is_unordered(self.space.dimensions[name]) for name in self._with_columns]
        self.is_unordered = np.array(unordered, dtype=bool)[self.dimension_of_column]

    @property
    def n_dimensions(self) -> int:
        """Number of dimensions that have columns."""
        return len(self._with_columns)

    def columns_of(self, name: str) -> slice:
        """Return the columns of a dimension."""
        return self._slices[name]

    def encode(self, points: Sequence[HyperParameters]) -> np.ndarray:
        """Encode points: an array of shape (points, columns)."""
        return self._encoded(
            {
                name: each.batch([point[name] for point in points])
                for name, each in self._columns.items()
            },
            len(points),
        )

    def encode_values(self, name: str, values: Sequence[Any]) -> np.ndarray:
        """Encode values of one dimension: an array of shape (values, its columns)."""
        columns = self._columns[name]
        return columns.encode(columns.batch(values))

    def decode(self, rows: np.ndarray) -> list[HyperParameters]:
        """Return the points that lie nearest to rows of shape (points, columns)."""
        batches = self._decoded(rows)
        exists = self._existing(batches)
        by_name = {name: each.values(batches[name]) for name, each in self._columns.items()}
        return [
            {
                name: values[i] if exists is None or exists[name][i] else None
                for name, values in by_name.items()
            }
            for i in range(len(rows))
        ]

    def rounded(self, rows: np.ndarray) -> np.ndarray:
        """Move rows to points of the space: whole numbers are whole, what is switched off is so."""
        return self._encoded(self._decoded(rows), len(rows))

    def feasible(self, rows: np.ndarray) -> np.ndarray:
        """Return the rows whose points meet all constraints."""
        if not self.space.constraints:
            return rows
        return rows[[not self.space.unmet(point) for point in self.decode(rows)]]

    def switched_off(self, rows: np.ndarray) -> np.ndarray:
        """Return rows with the place of what does not exist where conditions switch it off."""
        missing = np.concatenate(
            [np.full(each.width, each.missing) for each in self._columns.values()]
        )
        return rows if not self.space.conditions else np.where(self.exists(rows), rows, missing)

    def exists(self, rows: np.ndarray) -> np.ndarray:
        """Tell of each column of each row whether its hyper-parameter exists there."""
        existing = self._existing(self._decoded(rows))
        if existing is None:
            return np.ones(rows.shape, dtype=bool)
        by_dimension = np.column_stack([existing[name] for name in self._with_columns])
        return by_dimension[:, self.dimension_of_column]

    def _decoded(self, rows: np.ndarray) -> dict[str, np.ndarray]:
        return {
            name: each.decode(rows[:, self._slices[name]]) for name, each in self._columns.items()
        }

    def _encoded(self, batches: Mapping[str, np.ndarray], n_points: int) -> np.ndarray:
        exists = self._existing(batches)
        parts = [np.empty((n_points, 0))]
        for name in self._with_columns:
            part = self._columns[name].encode(batches[name])
            if exists is not None:
                part = np.where(exists[name][:, None], part, self._columns[name].missing)
            parts.append(part)
        return np.hstack(parts)

    def _existing(self, batches: Mapping[str, np.ndarray]) -> dict[str, np.ndarray] | None:
        """Tell of each dimension and point whether it exists; None if all do everywhere."""
        if not self.space.conditions:
            return None
        known: dict[str, np.ndarray] = {}

        def exists(name: str) -> np.ndarray:
            if name not in known:
                met = np.ones(len(batches[name]), dtype=bool)
                for condition in self.space.conditions.get(name, ()):
                    met &= exists(condition.other) & self._meets(condition, batches)
                known[name] = met
            return known[name]

        return {name: exists(name) for name in self._columns}

    def _meets(self, condition: Condition, batches: Mapping[str, np.ndarray]) -> np.ndarray:
        batch, columns = batches[condition.other], self._columns[condition.other]
        if not isinstance(columns, _NumberColumn):
            values = columns.dimension.values
            return np.array([condition.holds(each) for each in values])[batch]
        if condition.comparison:
            return COMPARISONS[condition.comparison](batch, condition.number)
        return np.isin(batch, [float(each) for each in condition.values])


def _is_unordered(dimension: Dimension) -> bool:
    return isinstance(dimension, Choice) and not dimension.is_ordered
