"""The surrogate: a model of the objective, fitted to the trials that are finished.

scikit-optimize's own Gaussian process fits a length scale to each column with nothing but the
likelihood to hold them, three times over, and by all trials: after few trials it overfits, and
after 1,000 it takes half a minute. This one has the same covariance and other means: priors, one
length scale a dimension, and no more than `N_FIT` trials to fit them to.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.linalg import cho_solve, cholesky
from scipy.optimize import minimize
from scipy.spatial.distance import cdist
from sklearn.base import RegressorMixin
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Matern
from skopt.space import Dimension, Space
from skopt.utils import cook_estimator, normalize_dimensions

from hpo.study.skopt_space import dict_to_point
from hpo.study.space import HyperParameters

N_FIT = 200
"""So many trials at most decide the kernel's parameters: their cost is cubic in the number."""


def model_space(dimensions: Sequence[Dimension]) -> Space:
    """Make the space that the surrogate sees: numbers in 0 ... 1, a column for each category."""
    return Space(normalize_dimensions(dimensions))


def transformed(space: Space, points: Sequence[HyperParameters]) -> np.ndarray:
    """Show points to the surrogate: an array of shape (points, columns)."""
    rows = [dict_to_point(space.dimensions, point) for point in points]
    return np.asarray(space.transform(rows), dtype=float)


def dimension_of_column(space: Space) -> np.ndarray:
    """Tell which dimension each column of the transformed space belongs to."""
    sizes = [dimension.transformed_size for dimension in space.dimensions]
    return np.repeat(np.arange(len(sizes)), sizes)


def fit_surrogate(
    kind: str, space: Space, points: np.ndarray, values: Sequence[float], seed: int
) -> RegressorMixin:
    """Fit a model to objective values.

    Parameters
    ----------
    kind
        A name of MODELS: GP (Gaussian process), ET (extra trees), RF (random forest) or
        GBRT (gradient-boosted trees).
    space
        Of `model_space`.
    points
        Transformed, of shape (trials, columns).
    values
        Of the objective, to be minimised.
    seed
        For the trees; a Gaussian process needs none.

    Returns
    -------
    regressor of scikit-learn or scikit-optimize
        Its `predict(points, return_std=True)` gives mean and standard deviation of the objective,
        without the noise.
    """
    return MODELS[kind](space, points, np.asarray(values), seed).fit(points, values)


def _gaussian_process(
    space: Space, points: np.ndarray, values: np.ndarray, _seed: int
) -> RegressorMixin:
    return gaussian_process(points, values, dimension_of_column(space))


def _trees(kind: str) -> Callable[..., RegressorMixin]:
    def make(_space: Space, _points: np.ndarray, _values: np.ndarray, seed: int) -> RegressorMixin:
        return cook_estimator(kind, random_state=seed % 2**31)

    return make


MODELS = {
    "GP": _gaussian_process,
    "ET": _trees("ET"),
    "RF": _trees("RF"),
    "GBRT": _trees("GBRT"),
}
"""The surrogates, each made for a space, points, values and a seed; not yet fitted."""


def gaussian_process(
    points: np.ndarray, values: np.ndarray, columns: np.ndarray
) -> GaussianProcessRegressor:
    """Make a Gaussian process with the parameters that fit best, not yet conditioned on any values.

    Its covariance is Matern's of smoothness 5/2, with a length scale for each dimension; the noise
    is a parameter too. They are those of the highest posterior density under log-normal priors: the
    length scales' grow with the number of dimensions (Hvarfner, Hellsten and Nardi, Vanilla
    Bayesian Optimization Performs Great in High Dimensions, ICML 2024), but are shorter than
    theirs. From long ones the climb ends where all is noise, and the suggestions are worse.

    Parameters
    ----------
    points
        Of shape (trials, columns).
    values
        Of shape (trials,).
    columns
        The dimension of each column.
    """
    if len(values) > N_FIT:
        # Spread over the values, from the best to the worst.
        places = np.linspace(0, len(values) - 1, N_FIT).round().astype(int)
        chosen = np.argsort(values, kind="stable")[places]
        points, values = points[chosen], values[chosen]
    values = (values - values.mean()) / (values.std() or 1.0)
    n_dimensions = columns[-1] + 1
    mean, deviation = _prior(n_dimensions)
    found = minimize(
        _negative_log_posterior,
        mean,
        args=(points, values, columns),
        jac=True,
        method="L-BFGS-B",
        bounds=np.column_stack([mean - 4 * deviation, mean + 4 * deviation]),
        options={"maxiter": 50},
    )
    *length_scales, noise = np.exp(found.x)
    kernel = Matern(np.array(length_scales)[columns], nu=2.5)
    return GaussianProcessRegressor(kernel, alpha=noise, optimizer=None, normalize_y=True)


def _prior(n_dimensions: int) -> tuple[np.ndarray, np.ndarray]:
    """Mean and standard deviation of the logarithm of each length scale and the noise variance."""
    length_scale = np.log(0.5 * np.sqrt(n_dimensions))
    mean = np.append(np.full(n_dimensions, length_scale), -4.0)
    return mean, np.ones(n_dimensions + 1)


def _negative_log_posterior(
    parameters: np.ndarray, points: np.ndarray, values: np.ndarray, columns: np.ndarray
) -> tuple[float, np.ndarray]:
    """Compute the negative logarithm of the density to be maximised (less a constant).

    For the likelihood and its gradient see Rasmussen and Williams, Gaussian Processes for Machine
    Learning, 2006, equations 2.30 and 5.9.

    Parameters
    ----------
    parameters
        Logarithms: of the length scale of each dimension, and of the noise variance.

    Returns
    -------
    tuple of a float and an array of the shape of `parameters`
        The value and its gradient.
    """
    noise = np.exp(parameters[-1])
    scaled = points / np.exp(parameters[columns])
    distance = np.sqrt(5) * cdist(scaled, scaled)
    decay = np.exp(-distance)
    covariance = (1 + distance + distance**2 / 3) * decay
    factor = cholesky(covariance + noise * np.eye(len(values)), lower=True)
    weights = cho_solve((factor, True), values)
    inverse = cho_solve((factor, True), np.eye(len(values)))
    likelihood = -0.5 * values @ weights - np.log(np.diag(factor)).sum()

    outer = np.outer(weights, weights) - inverse
    # The derivative by a length scale, summed over all pairs of points: with W the derivative by
    # half a squared distance, sum of W_ab (x_a - x_b)^2 = 2 sum of W_ab (x_a^2 - x_a x_b).
    slope = outer * (5 / 3) * (1 + distance) * decay
    by_column = slope.sum(axis=0) @ scaled**2 - np.sum(scaled * (slope @ scaled), axis=0)
    gradient = np.append(np.bincount(columns, by_column), 0.5 * noise * np.trace(outer))
    mean, deviation = _prior(columns[-1] + 1)
    deviations = (parameters - mean) / deviation
    return 0.5 * deviations @ deviations - likelihood, deviations / deviation - gradient
