"""Surrogates made of trees: forests, and gradient boosting of quantiles.

They are scikit-learn's, with the settings and the standard deviations of scikit-optimize 0.10.2,
whose own classes do not all work with scikit-learn 1.6 and newer.
"""

import numpy as np
from sklearn.base import RegressorMixin
from sklearn.ensemble import (
    ExtraTreesRegressor,
    GradientBoostingRegressor,
    RandomForestRegressor,
)

QUANTILES = {"low": 0.16, "median": 0.5, "high": 0.84}
"""Of a normal distribution, one standard deviation below the mean, at the mean and above it."""


class ForestSurrogate:
    """A forest, and how sure it is.

    Attributes
    ----------
    regressor
        The forest of scikit-learn.
    """

    def __init__(self, forest: RandomForestRegressor | ExtraTreesRegressor):
        self.regressor = forest

    def fit(self, points: np.ndarray, values: np.ndarray) -> "ForestSurrogate":
        """Fit the forest to values, shape (trials,), at points, shape (trials, columns)."""
        self.regressor.fit(points, values)
        return self

    def predict(
        self, points: np.ndarray, return_std: bool = False
    ) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        """Predict the mean at points, shape (points, columns), and its standard deviation if asked.

        A tree says: the mean and the variance of the values in a leaf. The variance of all trees is
        the mean of their variances and the variance of their means (Hutter, Xu, Hoos and
        Leyton-Brown, Algorithm runtime prediction: Methods & evaluation, Artificial Intelligence
        206, 2014, section 4.3.2).
        """
        mean = self.regressor.predict(points)
        if not return_std:
            return mean
        second_moment = np.zeros(len(points))
        for tree in self.regressor.estimators_:
            second_moment += tree.tree_.impurity[tree.apply(points)] + tree.predict(points) ** 2
        variance = second_moment / len(self.regressor.estimators_) - mean**2
        return mean, np.sqrt(np.maximum(variance, 0.0))


class QuantileSurrogate:
    """Gradient boosting of three quantiles: the median, and how far apart the others are."""

    def __init__(self, seed: int):
        self.regressors = {
            name: GradientBoostingRegressor(
                loss="quantile", alpha=quantile, n_estimators=30, random_state=seed
            )
            for name, quantile in QUANTILES.items()
        }

    @property
    def regressor(self) -> GradientBoostingRegressor:
        """The regressor of scikit-learn that predicts the median."""
        return self.regressors["median"]

    def fit(self, points: np.ndarray, values: np.ndarray) -> "QuantileSurrogate":
        """Fit the quantiles to values, shape (trials,), at points, shape (trials, columns)."""
        for regressor in self.regressors.values():
            regressor.fit(points, values)
        return self

    def predict(
        self, points: np.ndarray, return_std: bool = False
    ) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        """Predict the median at points, and half the distance of the other quantiles if asked.

        The quantiles may cross, and the distance be negative.
        """
        median = self.regressor.predict(points)
        if not return_std:
            return median
        low, high = (self.regressors[name].predict(points) for name in ("low", "high"))
        return median, (high - low) / 2


def extra_trees(seed: int) -> ForestSurrogate:
    """Make a surrogate of extra trees (Geurts, Ernst and Wehenkel, 2006)."""
    return ForestSurrogate(
        ExtraTreesRegressor(100, min_samples_leaf=3, max_features=None, random_state=seed)
    )


def random_forest(seed: int) -> ForestSurrogate:
    """Make a surrogate of a random forest (Breiman, 2001)."""
    return ForestSurrogate(
        RandomForestRegressor(100, min_samples_leaf=3, max_features=None, random_state=seed)
    )


def plain_regressor(model: RegressorMixin | ForestSurrogate | QuantileSurrogate) -> RegressorMixin:
    """Return the regressor of scikit-learn that predicts the mean (the median) of a surrogate.

    A pickle of it opens where this library is not.
    """
    return getattr(model, "regressor", model)
