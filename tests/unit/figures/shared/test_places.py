import numpy as np
from drawn import ACTIVATION, CONSTANT, LAYERS, LEARNING_RATE, LOSS, study_trials

from sametrials.figures.shared.places import (
    SPREAD,
    exact_places,
    trial_places,
    trial_places_by_value,
)

SPACE = LEARNING_RATE | CONSTANT | LAYERS | ACTIVATION
POINTS = [
    [1e-6, "only", 1, "relu"],
    [1e-4, "only", 5, "sigmoid"],
    [1e-2, "only", 3, "relu"],
    [1e-3, "only", 2, "relu"],
]
VALUES = [0.5, 0.9, 0.99, 0.5]
TRIALS = study_trials(SPACE, POINTS, VALUES)


def test_numbers_are_where_they_are_and_constants_nowhere():
    found = trial_places(TRIALS)
    names = [dimension.name for dimension in found.dimensions]
    assert names == ["learning_rate", "num_dense_layers", "activation"]
    assert found.places[:, 0].tolist() == [1e-6, 1e-4, 1e-2, 1e-3]
    assert found.places[:, 1].tolist() == [1, 5, 3, 2]


def test_the_trials_of_a_category_lie_side_by_side_in_their_order():
    places = trial_places(TRIALS).places[:, 2]
    np.testing.assert_allclose(places[[0, 2, 3]], [-SPREAD / 3, 0, SPREAD / 3], atol=1e-12)
    assert places[1] == 1


def test_or_in_the_order_of_their_values_failed_ones_where_the_worst_are():
    places = trial_places_by_value(TRIALS, 300).places[:, 2]
    np.testing.assert_allclose(places[[0, 3, 2]], [-SPREAD / 3, 0, SPREAD / 3], atol=1e-12)
    states = ["complete", "complete", "failed", "complete"]
    places = trial_places_by_value(study_trials(SPACE, POINTS, VALUES, states), 300).places[:, 2]
    np.testing.assert_allclose(places[[2, 0, 3]], [-SPREAD / 3, 0, SPREAD / 3], atol=1e-12)
    minimised = study_trials(SPACE, POINTS, VALUES, states, LOSS)
    places = trial_places_by_value(minimised, 300).places[:, 2]
    np.testing.assert_allclose(places[[0, 3, 2]], [-SPREAD / 3, 0, SPREAD / 3], atol=1e-12)


def test_exact_places_are_not_spread():
    assert exact_places(TRIALS, TRIALS.dimensions)[:, 2].tolist() == [0, 1, 0, 0]
    assert exact_places(study_trials(SPACE, [], []), TRIALS.dimensions).shape == (0, 3)
