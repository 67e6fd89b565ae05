from copy import copy

import numpy as np
import pytest
from drawn import ACTIVATION, LAYERS, LEARNING_RATE, SEED_SPACE, case, random_result
from skopt.plots import partial_dependence_1D
from skopt.space import Space

from hpo.figures.shared.partial_dependence import contour_levels, curve, grid, surface, varying


class Layers:
    """A surrogate that knows the answer: 0.2 for each layer (transformed 0 to 1), no more."""

    def predict(self, points):
        return -0.2 * (1 + 4 * points[:, 1])


def result():
    found = copy(case("seed"))
    found.models = [Layers()]
    return found


def test_a_curve_is_the_mean_prediction():
    found = curve(result(), 1)
    assert found.x.tolist() == [1, 2, 3, 4, 5]
    np.testing.assert_allclose(found.accuracy, [0.2, 0.4, 0.6, 0.8, 1.0])


def test_a_surface_has_a_row_for_each_y():
    found = surface(result(), 0, 1)
    assert found.accuracy.shape == (len(found.y), len(found.x))
    np.testing.assert_allclose(found.accuracy[:, 0], [0.2, 0.4, 0.6, 0.8, 1.0])
    np.testing.assert_allclose(np.ptp(found.accuracy, axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("surrogate", ["GP", "RF", "GBRT"])
def test_scikit_optimize_computes_the_same_with_the_other_sign(surrogate):
    found = random_result(SEED_SPACE, 15, surrogate)
    samples = found.space.transform(found.space.rvs(250, random_state=0))
    ours = curve(found, 3)
    _, theirs = partial_dependence_1D(found.space, found.models[-1], 3, samples)
    np.testing.assert_allclose(ours.accuracy, (-np.repeat(theirs, 2)).clip(0, 1), atol=0.02)


def test_accuracies_stay_between_0_and_1():
    class Bold:
        def predict(self, points):
            return np.full(len(points), -1.2)

    found = copy(case("seed"))
    found.models = [Bold()]
    assert curve(found, 0).accuracy.max() == 1


def test_a_logarithmic_axis_is_sampled_evenly():
    places, transformed = grid(Space([LEARNING_RATE]).dimensions[0], 5)
    np.testing.assert_allclose(places, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2])
    assert transformed.shape == (5, 1)


def test_categories_are_bands():
    places, _ = grid(ACTIVATION)
    np.testing.assert_allclose(places, [-0.5, 0.5, 0.5, 1.5], atol=1e-5)
    assert len(grid(LAYERS)[0]) == 5


def test_constant_dimensions_do_not_vary():
    assert varying(case("constant beside")) == [1, 2]


def test_levels_hold_all_values_also_when_they_are_equal():
    levels = contour_levels([surface(result(), 0, 1)])
    assert levels[0] <= 0.2 and levels[-1] >= 1.0
    levels = contour_levels([surface(random_result(SEED_SPACE, 3, accuracies=[0.9] * 3), 0, 1)])
    assert len(levels) > 2 and levels[0] < 0.9 < levels[-1]
