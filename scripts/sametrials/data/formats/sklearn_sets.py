"""The small data sets that scikit-learn carries; they need no network."""

import numpy as np
from sklearn import datasets

from sametrials.data.formats.features import fit_features
from sametrials.data.source import Part, Source

WHITE = 16
"""The grey value of white in the digits."""


def read_sklearn(name: str, scale: bool) -> Source:
    """Load a data set of scikit-learn by its name: see `sametrials.data.kind.SKLEARN`.

    The digits are images of 8 x 8 pixels, 0 to 255; the others have columns of numbers, which
    `scale` standardises. Classes have their names.
    """
    found = getattr(datasets, f"load_{name}")()
    if name == "digits":
        images = np.round(found.images * (255 / WHITE)).astype(np.uint8)
        return Source({"train": Part(images, found.target)}, noun="images")
    names = getattr(found, "target_names", None)
    y = found.target if names is None else np.array(names, dtype=object)[found.target]
    return Source(
        {"train": Part(found.data, y)},
        fit=fit_features(list(map(str, found.feature_names)), scale),
        targets=("progression",) if names is None else (),
    )
