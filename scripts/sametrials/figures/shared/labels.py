"""How names and numbers are written in the figures, and where numbers are."""

import math
import textwrap
from typing import Any

from matplotlib.ticker import MaxNLocator

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def readable(name: str) -> str:
    """Write a dimension's name in words: "num_dense_layers" as "number of dense layers"."""
    words = ["number of" if word in ("num", "n") else word for word in name.split("_") if word]
    return _cut(" ".join(_cut(word, 20) for word in words), 40) or name


def _cut(text: str, characters: int) -> str:
    """Write a text in at most so many characters, with an ellipsis in the middle."""
    half = (characters - 1) // 2
    return text if len(text) <= characters else f"{text[:half]}…{text[-half:]}"


def wrapped(name: str, characters: float) -> str:
    """Write a dimension's name in words, on lines of at most so many characters if words allow."""
    return textwrap.fill(readable(name), max(int(characters), 8), break_long_words=False)


def in_one_line(text: str) -> str:
    r"""Write what cannot be seen as Python does: a line break as \n, a bell as \x07."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def shortened(category: Any, characters: int) -> str:
    """Write a category in at most so many characters, with an ellipsis for what is left out."""
    text = in_one_line(str(category))
    return text if len(text) <= characters else text[: characters - 1] + "…"


def in_short(label: str) -> str:
    """Write the label of an objective where there is little room: without "validation"."""
    return label.removeprefix("validation ")


def percent(share: float, _position: int | None = None) -> str:
    """Write a share (0.99) in per cent (99 %); also a tick formatter for matplotlib."""
    return f"{100 * share:.6g} %"


def probability(value: float) -> str:
    """Write a probability in per cent, never rounded up to certainty: "> 99.9 %"."""
    return "> 99.9 %" if 0.9995 <= value < 1 else f"{100 * value:.3g} %"


def number(value: float, _position: int | None = None) -> str:
    """Write a number as short as it can be; also a tick formatter for matplotlib."""
    return f"{value:g}"


def power_of_ten(value: float, _position: int | None = None) -> str:
    """Write a power of ten: 1e-5 as 10⁻⁵. matplotlib's own way needs texts that are formulas."""
    return "10" + str(round(math.log10(value))).translate(_RAISED)


def whole_numbers() -> MaxNLocator:
    """Place ticks at round whole numbers, as many as there is room for."""
    return MaxNLocator("auto", integer=True, min_n_ticks=1, steps=[1, 2, 5, 10])
