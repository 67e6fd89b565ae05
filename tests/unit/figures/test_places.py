import numpy as np
from drawn import ACTIVATION, CONSTANT, LAYERS, LEARNING_RATE, search_result

from hpo.figures.shared.places import SPREAD, trial_places, trial_places_by_accuracy

DIMENSIONS = [LEARNING_RATE, CONSTANT, LAYERS, ACTIVATION]
POINTS = [
    [1e-6, "only", 1, "relu"],
    [1e-4, "only", 5, "sigmoid"],
    [1e-2, "only", 3, "relu"],
    [1e-3, "only", 2, "relu"],
]
RESULT = search_result(DIMENSIONS, POINTS, [0.5, 0.9, 0.99, 0.5], surrogate=None)


def test_numbers_are_where_they_are_and_constants_nowhere():
    found = trial_places(RESULT)
    names = [dimension.name for dimension in found.dimensions]
    assert names == ["learning_rate", "num_dense_layers", "activation"]
    assert found.places[:, 0].tolist() == [1e-6, 1e-4, 1e-2, 1e-3]
    assert found.places[:, 1].tolist() == [1, 5, 3, 2]


def test_the_trials_of_a_category_lie_side_by_side_in_their_order():
    places = trial_places(RESULT).places[:, 2]
    np.testing.assert_allclose(places[[0, 2, 3]], [-SPREAD / 3, 0, SPREAD / 3], atol=1e-12)
    assert places[1] == 1


def test_or_from_the_worst_to_the_best_failed_ones_before_that():
    places = trial_places_by_accuracy(RESULT).places[:, 2]
    np.testing.assert_allclose(places[[0, 3, 2]], [-SPREAD / 3, 0, SPREAD / 3], atol=1e-12)
    failed = search_result(DIMENSIONS, POINTS, [0.5, 0.9, 0.99, 0.5], surrogate=None)
    failed.states = ["complete", "complete", "failed", "complete"]
    places = trial_places_by_accuracy(failed).places[:, 2]
    np.testing.assert_allclose(places[[2, 0, 3]], [-SPREAD / 3, 0, SPREAD / 3], atol=1e-12)
