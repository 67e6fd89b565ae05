"""Replace TensorFlow's approximations, which differ from one maker's processors to the other's.

TensorFlow computes some functions of float32 from a processor's own approximation of 1 / x or
1 / sqrt(x) (the instructions rcpps and rsqrtps), of which Intel and AMD state a precision, and each
has other bits. Batch and layer normalisation and gelu use them. Of float64 it has no such shortcut.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

import tensorflow as tf
from tensorflow.python.ops import math_ops  # there is no public way

APPROXIMATED = ("rsqrt", "reciprocal", "erfc", "atan", "ndtri")
"""Functions of one tensor, by their names in `tf.math`."""


def compute_exactly() -> None:
    """Let these functions of float32 be computed in float64, in this process and all its graphs.

    Call it before a graph is made. The optimiser of graphs would put `rsqrt` back in place of a
    division by a square root; so that part of it is switched off.
    """
    for name in APPROXIMATED:
        exact = _in_float64(getattr(math_ops, name))
        for module in (math_ops, tf.math, tf):
            if hasattr(module, name):
                setattr(module, name, exact)
    tf.config.optimizer.set_experimental_options({"arithmetic_optimization": False})


def _in_float64(function: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(function)
    def exact(x: Any, name: str | None = None) -> Any:
        x = tf.convert_to_tensor(x)
        if x.dtype != tf.float32:
            return function(x, name=name)
        return tf.cast(function(tf.cast(x, tf.float64), name=name), tf.float32)

    return exact
