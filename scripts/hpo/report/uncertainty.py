"""How certain an accuracy is, and when two of them cannot be told apart."""

import math

Z = 1.96
"""Standard errors within which a normal variable lies in 95 % of cases."""


def standard_error(accuracy: float, images: int) -> float:
    """Compute the standard error of a share, 0 to 1, of so many images: that of a binomial."""
    return math.sqrt(accuracy * (1 - accuracy) / images)


def told_apart(one: float, other: float, images: int) -> bool:
    """Test whether two accuracies differ more than chance explains, at the level of 5 %.

    The test for the difference of two proportions: z = (a - b) / sqrt(2 p (1 - p) / n) with the
    mean p of the two (Dietterich 1998, Approximate statistical tests for comparing supervised
    classification learning algorithms, Neural Computation 10(7), 1895-1923, section 3.2). It takes
    the two to be measured on different images. Ours are the same ones, on which accuracies go up
    and down together: so it rather says too seldom than too often that two are different.

    Parameters
    ----------
    one, other
        Accuracies, 0 to 1.
    images
        Number of images that each was measured on.
    """
    mean = (one + other) / 2
    return abs(one - other) > Z * math.sqrt(2 * mean * (1 - mean) / images)
