"""What is optimised: one metric, which way is better, and what its values mean.

Inside, the engine minimises: it compares the `cost` of values. A user sees the metric as it is.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

DEFAULT_METRIC = "val_accuracy"

MAXIMIZE, MINIMIZE = "maximize", "minimize"


class Meaning(NamedTuple):
    """What is known of a metric by its name."""

    direction: str
    """Which way is better."""
    range: tuple[float, float] | None = None
    """The lowest and the highest value that it can have; None if there are no such bounds."""
    counts: bool = False
    """Whether a value is the share of the measured items for which something holds."""


_SHARE_OF_ITEMS = Meaning(MAXIMIZE, (0.0, 1.0), counts=True)
_SHARE = Meaning(MAXIMIZE, (0.0, 1.0))
_ERROR = Meaning(MINIMIZE)

KNOWN_METRICS = {
    "accuracy": _SHARE_OF_ITEMS,
    "binary_accuracy": _SHARE_OF_ITEMS,
    "categorical_accuracy": _SHARE_OF_ITEMS,
    "sparse_categorical_accuracy": _SHARE_OF_ITEMS,
    "top_k_categorical_accuracy": _SHARE_OF_ITEMS,
    "sparse_top_k_categorical_accuracy": _SHARE_OF_ITEMS,
    "auc": _SHARE,
    "f1_score": _SHARE,
    "fbeta_score": _SHARE,
    "precision": _SHARE,
    "recall": _SHARE,
    "r2_score": Meaning(MAXIMIZE),
    "loss": _ERROR,
}
"""Metrics whose meaning follows from their name, as measured on any part of the data."""

_ERROR_ENDINGS = ("loss", "error", "crossentropy", "deviance", "mse", "mae", "rmse")
_VALIDATION = "val_"
_ACRONYMS = {"auc": "AUC", "f1": "F1", "mae": "MAE", "mse": "MSE", "r2": "R²", "rmse": "RMSE"}


def meaning_of(metric: str) -> Meaning | None:
    """Look up what a metric's name says of it; None if it says nothing.

    Keras numbers metrics of the same name: `val_auc_1` is an AUC, too.
    """
    name = re.sub(r"_\d+$", "", metric.removeprefix(_VALIDATION).lower())
    if name in KNOWN_METRICS:
        return KNOWN_METRICS[name]
    return _ERROR if name.split("_")[-1] in _ERROR_ENDINGS else None


def column_of(metric: str) -> str:
    """Name the column of a metric in tables, and its key in records: its own name.

    The validation accuracy, the default, is "accuracy" there.
    """
    return "accuracy" if metric == DEFAULT_METRIC else metric


@dataclass(frozen=True)
class Objective:
    """The metric that a study optimises.

    Attributes
    ----------
    metric
        Its name, as the training reports it.
    direction
        "maximize" or "minimize".
    epoch
        Which of the values counts that a training reports step by step: the "last" or the "best".
    """

    metric: str = DEFAULT_METRIC
    direction: str = MAXIMIZE
    epoch: str = "last"

    def identity(self) -> dict[str, str]:
        """List what decides the course of a search, for a fingerprint."""
        return asdict(self)

    # --- How it is named and written

    @property
    def column(self) -> str:
        """Its name in tables and records."""
        return column_of(self.metric)

    @property
    def label(self) -> str:
        """Its name in words: "validation accuracy"."""
        name = self.metric.removeprefix(_VALIDATION)
        words = " ".join(_ACRONYMS.get(word, word) for word in name.split("_") if word)
        return f"validation {words}" if name != self.metric else words

    @property
    def test_metric(self) -> str:
        """The same metric as measured on test data: "accuracy", "loss"."""
        return self.metric.removeprefix(_VALIDATION)

    @property
    def better(self) -> str:
        """Say in a word which values are better: "higher" or "lower"."""
        return "higher" if self.maximized else "lower"

    @property
    def range(self) -> tuple[float, float] | None:
        """The lowest and the highest value that it can have; None if no bounds are known."""
        meaning = meaning_of(self.metric)
        return meaning.range if meaning else None

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, 0 to 1, that read well in per cent."""
        return self.range == (0.0, 1.0)

    @property
    def unit(self) -> str:
        """The unit in which differences are given: "points" (of 100) of a share, else none."""
        return "points" if self.is_share else ""

    def text(self, value: float) -> str:
        """Write a value for people: a share with four decimals, else four significant digits."""
        return f"{value:.4f}" if self.is_share else f"{value:.4g}"

    def short(self, value: float, digits: int = 6) -> str:
        """Write a value as short as it can be, a share in per cent: "99.2 %", "0.031"."""
        return f"{100 * value:.{digits}g} %" if self.is_share else f"{value:.{digits}g}"

    def difference(self, value: float, digits: int = 2) -> str:
        """Write the difference of two values: of shares in percentage points."""
        return f"{100 * value:.{digits}g} points" if self.is_share else f"{value:.{digits}g}"

    def scale(self, values: Iterable[float]) -> str:
        """Choose the axis that shows such values well.

        Returns
        -------
        str
            - "error": logarithmic in the distance from 1, for a share that is maximised: 98 % and
              99 % lie as far apart as 80 % and 90 %;
            - "log": for positive values that span a factor of ten or more;
            - "linear": for all others.
        """
        if self.is_share and self.maximized:
            return "error"
        known = [value for value in values if math.isfinite(value)]
        wide = bool(known) and min(known) > 0 and max(known) >= 10 * min(known)
        return "log" if wide else "linear"

    # --- How values compare

    @property
    def maximized(self) -> bool:
        """Whether higher values are better."""
        return self.direction == MAXIMIZE

    def cost(self, value: float) -> float:
        """Turn a value into what the engine minimises; the same function turns it back."""
        return -value if self.maximized else value

    def is_better(self, one: float, other: float) -> bool:
        """Tell whether one value is better than another."""
        return self.cost(one) < self.cost(other)

    def reaches(self, value: float, target: float) -> bool:
        """Tell whether a value is as good as a target, or better."""
        return self.cost(value) <= self.cost(target)

    def best(self, values: Iterable[float]) -> float:
        """Find the best of some values."""
        return (max if self.maximized else min)(values)

    @property
    def worst_possible(self) -> float | None:
        """What a failed training counts as in a mean; None if no value is known to be the worst."""
        return None if self.range is None else self.range[0 if self.maximized else 1]

    # --- Which of the steps counts

    def step_that_counts(self, values: Sequence[float]) -> int:
        """Find the place of the value that counts, of equals the first ("best")."""
        if self.epoch == "last":
            return len(values) - 1
        return min(range(len(values)), key=lambda step: self.cost(values[step]))

    def so_far(self, values: Sequence[float]) -> list[float]:
        """List what would count if the training ended after the first step, the second, ..."""
        steps = range(1, len(values) + 1)
        return [values[self.step_that_counts(values[:n])] for n in steps]

    # --- How certain a value is

    @property
    def counts(self) -> bool:
        """Whether a value is a share of counted items: then its standard error is known."""
        meaning = meaning_of(self.metric)
        return meaning is not None and meaning.counts

    def exact(self, value: float, n_items: int) -> float:
        """Give a share of counted items as the ratio of two integers, other values as they are.

        A framework computes the ratio in float32; people expect 0.9844, not 0.98439997.
        """
        return round(value * n_items) / n_items if self.counts else value

    def standard_error(self, value: float, n_items: int) -> float | None:
        """Compute the standard error of a share of so many items, that of a binomial; else None."""
        return math.sqrt(value * (1 - value) / n_items) if self.counts else None


def objective_from(settings: dict[str, Any] | None = None) -> Objective:
    """Make the objective of checked settings, as in config.yaml."""
    return Objective(**(settings or {}))
