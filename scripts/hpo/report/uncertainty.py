"""When two shares of the same number of items cannot be told apart."""

import math

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
