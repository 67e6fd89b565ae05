"""Read what foreign code reports as metrics: names to single numbers."""

import math
import re
from collections.abc import Mapping
from typing import Any

from sametrials.common.texts import one_line, text_of

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}")
TAKEN = ("trial", "epoch", "fold")
"""Columns of the table of learning curves, beside those of the metrics."""

SHOWN = 60
"""Most characters of a value in a message."""


def numbers_of(metrics: Any) -> dict[str, float]:
    """Convert reported metrics to floats; NaN and infinity are numbers, too.

    A number may be of NumPy or another framework: an array or a tensor of one element.

    Raises
    ------
    ValueError
        They are no mapping of names to single numbers; the message says in a line what was found.
    """
    if not isinstance(metrics, Mapping) or not metrics:
        raise ValueError(
            f"found {_shown(metrics)}, expected the names of metrics with their numbers, such as "
            '{"val_loss": 0.1}'
        )
    for name in metrics:
        if not isinstance(name, str) or not NAME.fullmatch(name) or name in TAKEN:
            raise ValueError(
                f"found {_shown(name)} as the name of a metric, expected letters, digits and _, "
                f"not {' or '.join(TAKEN)}"
            )
    return {name: _number(name, value) for name, value in metrics.items()}


def _number(name: str, value: Any) -> float:
    shape = tuple(getattr(value, "shape", ()))
    is_flag = isinstance(value, bool) or str(getattr(value, "dtype", "")).endswith("bool")
    if not is_flag and not isinstance(value, str | bytes) and math.prod(shape) == 1:
        try:
            return float(value.item() if shape else value)
        except (TypeError, ValueError, OverflowError, RuntimeError, AttributeError):
            pass
    kind = f"an array of shape {shape}" if shape else _shown(value)
    raise ValueError(f"found {kind} as {name}, expected a single number")


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    return one_line(repr(value) if isinstance(value, str) else text_of(value), SHOWN)
