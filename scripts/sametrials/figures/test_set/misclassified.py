"""The test images that the best model gets wrong although it is most sure of itself."""

from typing import NamedTuple

import numpy as np
from matplotlib.figure import Figure

from sametrials.figures.shared.style import draw_message
from sametrials.figures.test_set.images import ImagesInfo, draw_images, images_info
from sametrials.figures.test_set.predicted_test_set import TestSet

N_IMAGES = 9


class MisclassifiedInfo(NamedTuple):
    """What the figure shows."""

    images: ImagesInfo
    """The nine misclassified with the highest probabilities, the surest first."""
    n_wrong: int
    n_images: int


def misclassified_info(test_set: TestSet) -> MisclassifiedInfo:
    """Find the misclassified images; of equal probabilities, the first come first."""
    wrong = np.flatnonzero(test_set.probabilities.argmax(axis=1) != test_set.labels)
    surest = np.argsort(-test_set.probabilities[wrong].max(axis=1), kind="stable")
    shown = wrong[surest[:N_IMAGES]]
    return MisclassifiedInfo(images_info(test_set, shown), len(wrong), len(test_set.labels))


def draw_misclassified(info: MisclassifiedInfo, width: float = 6.3) -> Figure:
    """Draw the images with their true and predicted labels; `width` in inches."""
    if not info.n_wrong:
        return draw_message(f"None of the {info.n_images:,} test images is misclassified.", width)
    shown = len(info.images.true)
    title = f"Misclassified: {info.n_wrong:,} of {info.n_images:,} test images"
    if shown < info.n_wrong:
        title += f", the {shown} surest"
    return draw_images(info.images, title, width)
