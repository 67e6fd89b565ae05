"""Small folds of a data set, for trials of a user's own."""

from pathlib import Path

import numpy as np

from sametrials.data.parts import Sizes
from sametrials.data.prepare import prepare
from sametrials.data.source import Part, Source

SECTIONS = {"dataset": {"name": "iris", "format": "sklearn", "cross_validation": 3}}


def write_folds(folder: Path, n_folds: int = 3, first: float = 0.0) -> list[Path]:
    """Write the folds of 20 examples with a number each; that of the first one may be another."""
    y = np.array([first, *np.arange(1, 20) ** 1.5])
    source = Source({"train": Part(np.arange(40, dtype=np.float32).reshape(20, 2), y)})
    outputs = [folder / f"fold-{number}.npz" for number in range(1, n_folds + 1)]
    prepare(source, "regression", Sizes(test=2), *outputs)
    return outputs
