"""The first test images, and what the best model sees in them."""

import numpy as np
from matplotlib.figure import Figure

from sametrials.figures.test_set.images import ImagesInfo, draw_images, images_info
from sametrials.figures.test_set.predicted_test_set import TestSet

N_IMAGES = 9


def predictions_info(test_set: TestSet) -> ImagesInfo:
    """Collect the first nine test images, or all if there are fewer."""
    return images_info(test_set, np.arange(min(N_IMAGES, len(test_set.images))))


def draw_predictions(info: ImagesInfo, width: float = 6.3) -> Figure:
    """Draw the images with their true and predicted labels; `width` in inches."""
    return draw_images(info, "Test images and what the best model predicts", width)
