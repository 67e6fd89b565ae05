"""Numbers of any type as those that the arrays of a data set have; and how they are scaled."""

import math

import numpy as np

from sametrials.common.errors import DataError


def as_examples(array: np.ndarray, name: str) -> np.ndarray:
    """Turn examples of any type into images (uint8) or features (float32).

    Images are unsigned bytes, N x height x width, or with 1 or 3 colours behind. All others become
    features of the same shape.

    Raises
    ------
    DataError
        They are no numbers, are not finite or too large, or there are none.
    """
    if array.ndim < 2 or array.size == 0:
        raise DataError(
            f"{name}: found the shape {array.shape}, expected N x columns or more dimensions, and "
            "examples; a single column is N x 1"
        )
    if array.dtype == np.uint8 and array.ndim == 4 and array.shape[3] == 1:
        array = array[..., 0]
    if array.dtype == np.uint8 and (array.ndim == 3 or array.shape[3:] == (3,)):
        return array
    return as_numbers(array, name)


def is_image(x: np.ndarray) -> bool:
    """Tell whether examples are images, as `as_examples` returns them."""
    return x.dtype == np.uint8


def as_numbers(array: np.ndarray, name: str) -> np.ndarray:
    """Turn numbers of any type into float32.

    Raises
    ------
    DataError
        They are no numbers, not finite, or too large.
    """
    if array.dtype.kind not in "biuf":
        raise DataError(f"{name}: found values of the type {array.dtype}, expected numbers")
    with np.errstate(over="ignore"):
        numbers = array.astype(np.float32)
    if not (finite := np.isfinite(numbers)).all():
        place = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise DataError(
            f"{name}[{', '.join(map(str, place))}]: found {array[place]}, expected a finite number "
            f"of at most {np.finfo(np.float32).max:.1e}; mend it, or leave the example out"
        )
    return numbers


def mean_and_deviation(values: np.ndarray) -> tuple[float, float]:
    """Compute the mean of values (N) and their standard deviation, 1 where they are all equal.

    The sums are rounded once, so they are the same on every processor.
    """
    numbers = values.tolist()
    mean = math.fsum(numbers) / len(numbers)
    distances = [number - mean for number in numbers]
    deviation = math.sqrt(math.fsum(each * each for each in distances) / len(numbers))
    return mean, deviation if deviation > 0 and max(numbers) > min(numbers) else 1.0
