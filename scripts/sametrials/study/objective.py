"""The objective: one metric, its direction, and what its values mean.

The engine minimises: it compares the `cost` of values. A user sees the metric as it is.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import accumulate
from statistics import fmean, stdev
from typing import Any, NamedTuple

DEFAULT_METRIC = "val_accuracy"

MAXIMIZE, MINIMIZE = "maximize", "minimize"


class Meaning(NamedTuple):
    """Properties of a metric that follow from its name."""

    direction: str
    """Which values are better: "maximize" for high ones, "minimize" for low ones."""
    range: tuple[float, float] | None = None
    """The lowest and the highest possible value; None if there are no such bounds."""
    counts: bool = False
    """Whether a value is a share of counted items, such as correct predictions."""


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
"""Metrics whose meaning follows from their name (without the prefix `val_`)."""

_ERROR_ENDINGS = ("loss", "error", "crossentropy", "deviance", "mse", "mae", "rmse")
_VALIDATION = "val_"
_ACRONYMS = {"auc": "AUC", "f1": "F1", "mae": "MAE", "mse": "MSE", "r2": "R²", "rmse": "RMSE"}


def meaning_of(metric: str) -> Meaning | None:
    """Look up the meaning of a metric by its name; None if the name does not tell.

    Keras numbers metrics of the same name: `val_auc_1` is an AUC, too.
    """
    name = re.sub(r"_\d+$", "", metric.removeprefix(_VALIDATION).lower())
    if name in KNOWN_METRICS:
        return KNOWN_METRICS[name]
    ending = name.split("_")[-1]
    if ending == "accuracy":  # balanced, for instance: a share, but not of counted items
        return _SHARE
    return _ERROR if ending in _ERROR_ENDINGS else None


def column_of(metric: str) -> str:
    """Return the column of a metric in tables, which is also its key in records.

    It is the name of the metric, except for the default, `val_accuracy`: there it is "accuracy".
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
        Which step's value counts: that of the "last" or of the "best" step.
    folds
        Above 1, a trial's value is the mean of so many folds of a cross-validation, each a training
        of its own; then a step of the trial is a fold.
    """

    metric: str = DEFAULT_METRIC
    direction: str = MAXIMIZE
    epoch: str = "last"
    folds: int = 1

    def identity(self) -> dict[str, Any]:
        """Return what decides the course of a search, for the fingerprint."""
        identity = asdict(self)
        if self.folds == 1:  # as before there were folds
            del identity["folds"]
        return identity

    @property
    def of_a_fold(self) -> "Objective":
        """The objective of the training within one fold."""
        return replace(self, folds=1)

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
        """Which values are better, in a word: "higher" or "lower"."""
        return "higher" if self.maximized else "lower"

    @property
    def range(self) -> tuple[float, float] | None:
        """The lowest and the highest possible value; None if no bounds are known."""
        meaning = meaning_of(self.metric)
        return meaning.range if meaning else None

    @property
    def is_share(self) -> bool:
        """Whether its values are shares, from 0 to 1."""
        return self.range == (0.0, 1.0)

    def text(self, value: float) -> str:
        """Format a value: a share with four decimals, others with four significant digits."""
        return f"{value:.4f}" if self.is_share else f"{value:.4g}"

    def short(self, value: float, digits: int = 6) -> str:
        """Format a value briefly, a share in percent: "99.2 %", "0.031"."""
        return f"{100 * value:.{digits}g} %" if self.is_share else f"{value:.{digits}g}"

    def difference(self, value: float, digits: int = 2) -> str:
        """Format the difference of two values, that of shares in percentage points."""
        return f"{100 * value:.{digits}g} points" if self.is_share else f"{value:.{digits}g}"

    def scale(self, values: Iterable[float]) -> str:
        """Choose the scale of an axis for values of the metric.

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
        """Convert a value to the cost that the engine minimises, or a cost back to the value."""
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
        """The value of a failed training in a mean; None if there is no worst possible value."""
        return None if self.range is None else self.range[0 if self.maximized else 1]

    # --- Which step counts

    @property
    def step(self) -> str:
        """What a step of a trial is called."""
        return "fold" if self.folds > 1 else "step"

    def step_that_counts(self, values: Sequence[float]) -> int:
        """Return the index of the step that counts; of equally good ones ("best") the first."""
        if self.epoch == "last":
            return len(values) - 1
        return min(range(len(values)), key=lambda step: self.cost(values[step]))

    def value_of(self, values: Sequence[float]) -> float:
        """Return the value that counts after some steps: of one of them, or the mean of folds."""
        return fmean(values) if self.folds > 1 else values[self.step_that_counts(values)]

    def so_far(self, values: Sequence[float]) -> list[float]:
        """List the value that would count if the training ended after step 1, 2, ..."""
        if self.folds > 1:
            return [fmean(values[:n]) for n in range(1, len(values) + 1)]
        if self.epoch == "last":
            return list(values)
        return list(
            accumulate(values, lambda best, new: new if self.is_better(new, best) else best)
        )

    # --- How certain a value is

    @property
    def counts(self) -> bool:
        """Whether a value is a share of counted items: then its standard error is known."""
        meaning = meaning_of(self.metric)
        return meaning is not None and meaning.counts

    def exact(self, value: float, n_items: int) -> float:
        """Round a share of counted items to a ratio of integers; leave other values unchanged.

        A framework computes the ratio in float32; people expect 0.9844, not 0.98439997.
        """
        n_counted = round(value * n_items)
        is_ratio = self.counts and abs(value * n_items - n_counted) < 1e-6 * n_items
        return n_counted / n_items if is_ratio else value

    def standard_error(self, value: float, n_items: int) -> float | None:
        """Compute the binomial standard error of a share of counted items; None for others."""
        return math.sqrt(value * (1 - value) / n_items) if self.counts else None

    def standard_error_of_folds(self, values: Sequence[float]) -> float | None:
        """Compute the standard error of the mean of folds; None for fewer than two.

        The folds share most of their training examples, so it is a little too small (Bengio and
        Grandvalet 2004, No unbiased estimator of the variance of k-fold cross-validation, Journal
        of Machine Learning Research 5, 1089-1105).
        """
        return stdev(values) / math.sqrt(len(values)) if len(values) > 1 else None
