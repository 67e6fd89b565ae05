"""Weights of classes, and the scale of targets."""

import numpy as np
import pytest

from sametrials.tasks.keras_network.training.class_weights import balanced_weights
from sametrials.tasks.keras_network.training.target_scale import target_scale


def test_each_class_that_occurs_weighs_the_same_and_the_mean_is_1():
    labels = np.array([0, 0, 0, 0, 3, 3, 5], np.uint16)
    weights = balanced_weights(labels)
    assert weights.dtype == np.float32
    assert weights.tolist() == pytest.approx([7 / 12] * 4 + [7 / 6] * 2 + [7 / 3])
    assert weights.mean() == pytest.approx(1)


def test_mean_and_deviation_of_each_target_are_computed_exactly():
    targets = np.array([[1e6, 3], [1e6 + 2, 3], [1e6 + 4, 3]], np.float32)
    mean, scale = target_scale(targets)
    assert mean == [1000002, 3]
    assert scale == [pytest.approx(np.sqrt(8 / 3)), 1.0]
    assert target_scale(targets[:, 0]) == ([mean[0]], [scale[0]])
