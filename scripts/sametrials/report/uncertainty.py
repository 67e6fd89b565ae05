"""When two values cannot be told apart: shares of items, or means of folds."""

import math
from collections.abc import Sequence
from statistics import fmean, variance

from scipy import stats

LEVEL = 0.05
"""Of differences that are chance alone, this share is taken for more."""

Z = 1.96
"""A normal variable lies within so many standard errors of its mean in 95 % of cases."""


def told_apart(one: float, other: float, n_items: int) -> bool:
    """Test whether two shares differ more than chance explains, at the level of 5 %.

    This is the test for the difference of two proportions: z = (a - b) / sqrt(2 p (1 - p) / n) with
    the mean p of the two (Dietterich 1998, Approximate statistical tests for comparing supervised
    classification learning algorithms, Neural Computation 10(7), 1895-1923, section 3.2). It
    assumes that the two were measured on different items. Ours are measured on the same ones, on
    which the shares go up and down together. So the test misses some differences.

    Parameters
    ----------
    one, other
        Shares, 0 to 1, such as accuracies.
    n_items
        Number of items, such as images, that each was measured on.
    """
    mean = (one + other) / 2
    return abs(one - other) > Z * math.sqrt(2 * mean * (1 - mean) / n_items)


def folds_told_apart(one: Sequence[float], other: Sequence[float]) -> bool:
    """Test whether the means of two trials over the same folds differ more than chance explains.

    This is the paired t test of the differences, with a variance that is corrected for the training
    examples that folds share: 1/k + 1/(k - 1) in place of 1/k, where 1/(k - 1) is the size of a
    validation part by that of its training part (Nadeau and Bengio 2003, Inference for the
    generalization error, Machine Learning 52, 239-281). If the differences are all the same, as may
    be with shares of a few examples, that variance is 0 and says nothing. Then the sign test
    decides, by which k such folds are chance with a probability of 2**(1 - k).

    Parameters
    ----------
    one, other
        The values of the k folds, at least 2, in the same order.
    """
    differences = [a - b for a, b in zip(one, other, strict=True)]
    k, mean = len(differences), fmean(differences)
    if math.isclose(min(differences), max(differences), rel_tol=1e-9):
        return mean != 0 and 2 ** (1 - k) <= LEVEL
    error = math.sqrt((1 / k + 1 / (k - 1)) * variance(differences))
    return bool(abs(mean) > stats.t.ppf(1 - LEVEL / 2, k - 1) * error)
