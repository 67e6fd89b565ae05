"""The surrogate: a model of the objective, fitted to the finished trials.

scikit-optimize's own Gaussian process fits a length scale to each column by the likelihood alone,
from three starts and to all trials: after few trials it overfits, and after 1,000 it takes half a
minute. This one has the same covariance, but priors, one length scale per dimension, and at most
`N_FIT` trials to which they are fitted.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.linalg import cho_solve, cholesky
from scipy.optimize import minimize
from scipy.spatial.distance import cdist
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import Matern

from sametrials.suggest.trees import (
    ForestSurrogate,
    QuantileSurrogate,
    extra_trees,
    random_forest,
)

Surrogate = GaussianProcessRegressor | ForestSurrogate | QuantileSurrogate
"""`predict(points, return_std=True)` gives mean and standard deviation, without the noise."""

N_FIT = 200
"""Most trials to which the kernel's parameters are fitted: the cost is cubic in their number."""


def fit_surrogate(
    kind: str, columns: np.ndarray, points: np.ndarray, values: Sequence[float], seed: int
) -> Surrogate:
    """Fit a surrogate to objective values.

    Parameters
    ----------
    kind
        A key of MODELS: GP (Gaussian process), ET (extra trees), RF (random forest) or
        GBRT (gradient-boosted trees).
    columns
        The dimension of each column (`sametrials.suggest.encoding.Encoding`).
    points
        Encoded, of shape (trials, columns).
    values
        Of the objective, to be minimised; shape (trials,).
    seed
        For the trees; a Gaussian process needs none.

    Returns
    -------
    Surrogate
        Of the objective.
    """
    return MODELS[kind](columns, points, np.asarray(values), seed).fit(points, values)


def _gaussian_process(
    columns: np.ndarray, points: np.ndarray, values: np.ndarray, _seed: int
) -> Surrogate:
    return gaussian_process(points, values, columns)


def _trees(make: Callable[[int], Surrogate]) -> Callable[..., Surrogate]:
    def make_seeded(
        _columns: np.ndarray, _points: np.ndarray, _values: np.ndarray, seed: int
    ) -> Surrogate:
        return make(seed % 2**31)

    return make_seeded


MODELS = {
    "GP": _gaussian_process,
    "ET": _trees(extra_trees),
    "RF": _trees(random_forest),
    "GBRT": _trees(QuantileSurrogate),
}
"""Functions that make a surrogate, not yet fitted, from columns, points, values and a seed."""


def gaussian_process(
    points: np.ndarray, values: np.ndarray, columns: np.ndarray
) -> GaussianProcessRegressor:
    """Make a Gaussian process with fitted parameters, not yet conditioned on any values.

    Its covariance is the Matern kernel of smoothness 5/2. The parameters, a length scale for each
    dimension and the noise, maximise the posterior density under log-normal priors. Prior length
    scales grow with the number of dimensions (Hvarfner, Hellsten and Nardi, Vanilla Bayesian
    Optimization Performs Great in High Dimensions, ICML 2024), but are shorter than in that paper:
    from long ones the optimisation ends where all is noise, and the suggestions are worse.

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
        # A subset spread evenly over the ranks, from the best to the worst.
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
    """Return mean and deviation of the logarithms of the length scales and the noise variance."""
    length_scale = np.log(0.5 * np.sqrt(n_dimensions))
    mean = np.append(np.full(n_dimensions, length_scale), -4.0)
    return mean, np.ones(n_dimensions + 1)


def _negative_log_posterior(
    parameters: np.ndarray, points: np.ndarray, values: np.ndarray, columns: np.ndarray
) -> tuple[float, np.ndarray]:
    """Compute the negative logarithm of the posterior density, up to a constant.

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
    # The derivative with respect to a length scale, summed over all pairs of points: with W that
    # of half a squared distance, sum of W_ab (x_a - x_b)^2 = 2 sum of W_ab (x_a^2 - x_a x_b).
    slope = outer * (5 / 3) * (1 + distance) * decay
    by_column = slope.sum(axis=0) @ scaled**2 - np.sum(scaled * (slope @ scaled), axis=0)
    gradient = np.append(np.bincount(columns, by_column), 0.5 * noise * np.trace(outer))
    mean, deviation = _prior(columns[-1] + 1)
    deviations = (parameters - mean) / deviation
    return 0.5 * deviations @ deviations - likelihood, deviations / deviation - gradient
