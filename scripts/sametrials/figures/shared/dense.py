"""How very many trials are drawn: one sees where they lie, in small files."""

from typing import Any

MANY = 1000
"""More marks than this are a picture inside an SVG or PDF: each by itself takes 100 bytes."""

_FEW = 200  # from here on, marks shrink


def shrunk(size: float, n_marks: int) -> float:
    """Say how wide marks are, in points: the more there are, the smaller."""
    return size * min(1.0, (_FEW / n_marks) ** 0.25) if n_marks else size


def dense(n_marks: int) -> dict[str, Any]:
    """Give keywords of `Axes.plot` and `Axes.scatter` for so many marks."""
    return {"rasterized": n_marks > MANY}
