"""The acquisition function, and the search for its maximum.

Gradients are of no use: most spaces have whole numbers and categories. So the best of random points
are improved by small changes. Every point is rounded to one of the search space before it is
scored: a number of layers is already whole then.
"""

from collections.abc import Callable

import numpy as np
from scipy.special import erfcx, log_ndtr

from sametrials.study.space import HyperParameters
from sametrials.suggest.encoding import Encoding

N_RANDOM = 2000
N_ROUNDS = 3
N_PARENTS = 10
N_CHILDREN = 50
N_BATCHES = 20
"""Random points; rounds of improvement; points improved in each round; changes of each point; and
how many times as many random points are drawn where few meet the constraints."""

Score = Callable[[np.ndarray], np.ndarray]


def acquisition(
    name: str,
    mean: np.ndarray,
    deviation: np.ndarray,
    best: float,
    xi: float = 0,
    kappa: float = 0,
) -> np.ndarray:
    """Compute the acquisition function at each point (higher is better).

    Parameters
    ----------
    name
        `EI`: the logarithm of the expected improvement; `PI`: that of its probability; `LCB`: the
        negated lower confidence bound.
    mean, deviation
        Of the surrogate for the objective, to be minimised, at each point; shape (points,).
    best
        The value to improve on.
    xi
        The least improvement, for `EI` and `PI`.
    kappa
        The number of standard deviations below the mean, for `LCB`.
    """
    # It is 0 where all trees agree, and negative where the quantiles of boosted trees cross.
    deviation = np.maximum(deviation, 1e-9)
    return FUNCTIONS[name](mean, deviation, best, xi=xi, kappa=kappa)


def _expected_improvement(
    mean: np.ndarray, deviation: np.ndarray, best: float, *, xi: float, **_: float
) -> np.ndarray:
    return np.log(deviation) + _log_h((best - xi - mean) / deviation)


def _probability_of_improvement(
    mean: np.ndarray, deviation: np.ndarray, best: float, *, xi: float, **_: float
) -> np.ndarray:
    return log_ndtr((best - xi - mean) / deviation)


def _lower_confidence_bound(
    mean: np.ndarray, deviation: np.ndarray, best: float, *, kappa: float, **_: float
) -> np.ndarray:
    return kappa * deviation - mean


FUNCTIONS = {
    "EI": _expected_improvement,
    "PI": _probability_of_improvement,
    "LCB": _lower_confidence_bound,
}
"""The acquisition functions, by the name of `acq_func` (see `sametrials.study.optimizers`)."""


def _log_h(z: np.ndarray) -> np.ndarray:
    """Compute log(pdf(z) + z cdf(z)) of the normal distribution, also where that is near 0.

    See Ament, Daulton, Eriksson, Balandat and Bakshy, Unexpected Improvements to Expected
    Improvement for Bayesian Optimization, NeurIPS 2023, equation 9.
    """
    low = np.minimum(z, -1)
    # Far below 0, pdf(z) + z cdf(z) is pdf(z) / z^2, which rounding of the difference would lose.
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.log1p(low * np.sqrt(np.pi / 2) * erfcx(-low / np.sqrt(2)))
    tail = np.where(low < -1e3, -2 * np.log(-low), ratio)
    high = np.maximum(z, -1)
    density = np.exp(-(high**2) / 2) / np.sqrt(2 * np.pi)
    near = np.log(density + high * np.exp(log_ndtr(high)))
    return np.where(z < -1, tail - low**2 / 2 - np.log(2 * np.pi) / 2, near)


def maximise(
    score: Score, encoding: Encoding, starts: np.ndarray, taken: np.ndarray, seed: int
) -> HyperParameters:
    """Find the point of a space with the highest score that is not taken.

    Parameters
    ----------
    score
        Takes encoded points, of shape (points, columns), returns their scores.
    encoding
        Of the search space.
    starts
        Encoded points to be improved beside the best of the random ones.
    taken
        Encoded points not to be suggested. If the search finds no others, one is repeated.
    seed
        For the random points and changes.

    Returns
    -------
    HyperParameters
        The point.
    """
    rng = np.random.default_rng(seed)
    points = _random_points(encoding, rng)
    points = points if len(points) else starts
    scores = score(points)
    parents = np.vstack([points[_best(scores, N_PARENTS)], starts])
    for _ in range(N_ROUNDS):
        changed = _changed(encoding, np.repeat(parents, N_CHILDREN, axis=0), rng)
        children = encoding.feasible(changed)
        if not len(children):
            continue
        points = np.vstack([points, children])
        scores = np.concatenate([scores, score(children)])
        parents = points[_best(scores, N_PARENTS)]
    is_taken = {tuple(point) for point in taken}
    order = _best(scores, len(scores))
    chosen = next((i for i in order if tuple(points[i]) not in is_taken), order[0])
    return encoding.decode(points[chosen : chosen + 1])[0]


def _random_points(encoding: Encoding, rng: np.random.Generator) -> np.ndarray:
    """Draw points, of which those are returned that meet all constraints.

    Where these are rare, more are drawn until there are as many as are improved; there may be none
    after N_BATCHES times as many draws.
    """
    found = []
    for _ in range(N_BATCHES):
        drawn = rng.random((N_RANDOM, len(encoding.dimension_of_column)))
        found.append(encoding.feasible(encoding.rounded(drawn)))
        if sum(map(len, found)) >= N_PARENTS:
            break
    return np.vstack(found)


def _best(scores: np.ndarray, n: int) -> np.ndarray:
    """Return the indices of the n highest scores; of equal ones the first."""
    return np.argsort(-scores, kind="stable")[:n]


def _changed(encoding: Encoding, points: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Change about two dimensions of each point: a number by a step, a category at random."""
    n_dimensions = encoding.n_dimensions
    changes = rng.random((len(points), n_dimensions)) < 2 / n_dimensions
    changes[np.arange(len(points)), rng.integers(n_dimensions, size=len(points))] = True
    # From half the width of the space down to a hundredth, so that near and far are tried.
    widths = 10 ** rng.uniform(-2, -0.3, size=(len(points), 1))
    steps = points + widths * rng.standard_normal(points.shape)
    lots = rng.random(points.shape)
    changed = changes[:, encoding.dimension_of_column]
    points = np.where(changed, np.where(encoding.is_unordered, lots, steps), points)
    return encoding.rounded(points.clip(0, 1))
