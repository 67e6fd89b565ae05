"""Test images in rows of three, each with its true and its predicted label."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from sametrials.figures.shared.key import LETTER
from sametrials.figures.shared.labels import probability, shortened
from sametrials.figures.shared.style import VERMILION, new_figure, styled
from sametrials.figures.test_set.predicted_test_set import TestSet

COLUMNS = 3

BEFORE, AFTER = "predicted: ", " (> 99.9 %)"
"""What is written before the name of the predicted class, and at most after it."""


class ImagesInfo(NamedTuple):
    """What the figure shows of M images."""

    images: np.ndarray
    """M x height x width (x 3 colours), uint8."""
    true: list[str]
    """The names of the true classes."""
    predicted: list[str]
    probabilities: list[float]
    """The model's probability of what it predicted, 0 to 1."""


def images_info(test_set: TestSet, indices: np.ndarray) -> ImagesInfo:
    """Collect the images at these places of the test set."""
    shown = test_set.probabilities[indices]
    return ImagesInfo(
        images=test_set.images[indices],
        true=[test_set.name_of(each) for each in test_set.labels[indices]],
        predicted=[test_set.name_of(each) for each in shown.argmax(axis=1)],
        probabilities=shown.max(axis=1).tolist(),
    )


@styled
def draw_images(info: ImagesInfo, title: str, width: float) -> Figure:
    """Draw at least one image; `width` in inches. What is wrong is written in another colour."""
    rows = -(-len(info.images) // COLUMNS)
    size = min(8, 1.8 * width)
    room = int(72 * width / COLUMNS / (LETTER * size))  # letters over an image
    longest = max(map(len, (*info.true, *info.predicted)))
    separate = "\n" if longest + len(BEFORE + AFTER) > room else " "  # a line for the probability
    figure = new_figure(width, 0.3 + rows * (0.3 * width + (0.5 if separate == "\n" else 0.4)))
    figure.suptitle(title, fontsize=9, x=0.01, ha="left")
    panels = figure.subplots(rows, COLUMNS, squeeze=False).ravel()
    for axes in panels:
        axes.set(xticks=[], yticks=[], visible=False)
    for axes, image, true, predicted, share in zip(panels, *info, strict=False):
        axes.set_visible(True)
        axes.imshow(image, cmap="gray_r", vmin=0, vmax=255, interpolation="nearest")
        names = [shortened(name, room - len(BEFORE)) for name in (true, predicted)]
        axes.set_title(
            f"true: {names[0]}\n{BEFORE}{names[1]}{separate}({probability(share)})",
            fontsize=size,
            loc="center",
            color="black" if true == predicted else VERMILION,
        )
    return figure
