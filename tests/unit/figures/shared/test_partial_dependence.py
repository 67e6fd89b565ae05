from types import SimpleNamespace

import numpy as np
import pytest
from drawn import ACCURACY, LOSS, SEED_SPACE, random_trials
from skopt.plots import partial_dependence_1D
from skopt.space import Space
from skopt.utils import normalize_dimensions

from sametrials.config.make_study import make_study
from sametrials.figures.shared.dimension import dimensions_of
from sametrials.figures.shared.partial_dependence import (
    CostModel,
    contour_levels,
    curve,
    grid,
    surface,
    surrogate_of,
)
from sametrials.results.optimize_result import optimize_result
from sametrials.study.skopt_space import dimensions
from sametrials.suggest.encoding import Encoding

SHOWN = {each.name: each for each in dimensions_of(SEED_SPACE)}


class Layers:
    """A surrogate that knows the answer: 0.2 for each layer (transformed 0 to 1), no more."""

    def __init__(self, factor):
        self.factor = factor

    def predict(self, points):
        return self.factor * (1 + 4 * points[:, 1])


def by_layers(objective=ACCURACY, factor=-0.2):
    return CostModel(objective, Encoding(SEED_SPACE), Layers(factor))


def test_a_curve_is_the_mean_prediction():
    found = curve(by_layers(), SHOWN["num_dense_layers"])
    assert found.x.tolist() == [1, 2, 3, 4, 5]
    np.testing.assert_allclose(found.value, [0.2, 0.4, 0.6, 0.8, 1.0])


def test_a_metric_that_is_minimised_is_shown_as_it_is():
    found = curve(by_layers(LOSS, 0.2), SHOWN["num_dense_layers"])
    np.testing.assert_allclose(found.value, [0.2, 0.4, 0.6, 0.8, 1.0])


def test_a_surface_has_a_row_for_each_y():
    found = surface(by_layers(), SHOWN["learning_rate"], SHOWN["num_dense_layers"])
    assert found.value.shape == (len(found.y), len(found.x))
    np.testing.assert_allclose(found.value[:, 0], [0.2, 0.4, 0.6, 0.8, 1.0])
    np.testing.assert_allclose(np.ptp(found.value, axis=1), 0, atol=1e-12)


@pytest.mark.parametrize("kind", ["GP", "RF", "GBRT", "ET"])
def test_scikit_optimize_computes_the_same_with_the_other_sign(kind):
    found = surrogate_of(random_trials(SEED_SPACE, 15), kind, seed=1)
    space = Space(normalize_dimensions(dimensions(SEED_SPACE)))
    samples = space.transform(space.rvs(1000, random_state=0))
    ours = curve(found, SHOWN["activation"])
    _, theirs = partial_dependence_1D(space, found.model, 3, samples)
    np.testing.assert_allclose(ours.value, (-np.repeat(theirs, 2)).clip(0, 1), atol=0.02)


@pytest.mark.parametrize("objective", [ACCURACY, LOSS], ids=["maximised", "minimised"])
@pytest.mark.parametrize(("optimizer", "kind"), [("gp", "GP"), ("gbrt", "GBRT"), ("random", "GP")])
def test_the_surrogate_is_that_of_the_export_for_scikit_optimize(optimizer, kind, objective):
    states = ["complete"] * 12 + ["pruned", "failed"]
    trials = random_trials(SEED_SPACE, 14, states=states, objective=objective)
    settings = {"n_calls": 14, "seed": 7, "optimizer": optimizer}
    study = make_study(SEED_SPACE, settings, objective=objective.identity())
    records = [
        SimpleNamespace(
            hyper_parameters=point, value=None if np.isnan(value) else float(value), state=state
        )
        for point, value, state in zip(trials.points, trials.values, states, strict=True)
    ]
    result = optimize_result(study, records)
    assert study.surrogate == kind
    points = result.space.transform(result.x_iters)
    ours = surrogate_of(trials, kind, seed=7).costs(points)
    np.testing.assert_array_equal(ours, result.models[-1].predict(points))


def test_values_stay_in_the_range_of_the_metric_if_it_has_one():
    assert curve(by_layers(factor=-0.4), SHOWN["num_dense_layers"]).value.max() == 1
    assert curve(by_layers(LOSS, 0.4), SHOWN["num_dense_layers"]).value.max() == pytest.approx(2)


def test_a_logarithmic_axis_is_sampled_evenly():
    places, values = grid(SHOWN["learning_rate"], 5)
    np.testing.assert_allclose(places, [1e-6, 1e-5, 1e-4, 1e-3, 1e-2])
    assert values == places.tolist()


def test_categories_are_bands():
    places, values = grid(SHOWN["activation"])
    np.testing.assert_allclose(places, [-0.5, 0.5, 0.5, 1.5], atol=1e-5)
    assert values == ["relu", "sigmoid"]
    assert len(grid(SHOWN["num_dense_layers"])[0]) == 5


@pytest.mark.parametrize("factor", [1e-5, 1.0, 1e6])
def test_levels_hold_all_values_of_any_magnitude(factor):
    levels = contour_levels(
        [surface(by_layers(LOSS, factor), SHOWN["activation"], SHOWN["num_dense_layers"])]
    )
    assert levels[0] <= 1.001 * factor and levels[-1] >= 4.999 * factor
    assert 5 <= len(levels) <= 12


@pytest.mark.parametrize("value", [0.9, 1e-5, 1e6, 0.0])
def test_levels_of_equal_values_are_about_them(value):
    trials = random_trials(SEED_SPACE, 3, values=[value] * 3, objective=LOSS)
    found = surface(
        surrogate_of(trials, "GP", 1), SHOWN["learning_rate"], SHOWN["num_dense_layers"]
    )
    levels = contour_levels([found])
    assert len(levels) > 2 and levels[0] < value < levels[-1]


CONDITIONS = {
    "solver": {"type": "categorical", "categories": ["sgd", "adam"]},
    "momentum": {"type": "real", "low": 0.0, "high": 0.9, "when": {"solver": "sgd"}},
    "beta": {"type": "real", "low": 0.9, "high": 0.99, "when": {"solver": "adam"}},
}


class Momentum:
    """A surrogate that knows the answer: the momentum (0 to 1 in its column)."""

    def predict(self, points):
        return -points[:, 1]


def test_only_what_exists_is_averaged():
    model = CostModel(ACCURACY, Encoding(CONDITIONS), Momentum())
    solver, momentum, beta = dimensions_of(CONDITIONS)
    found = curve(model, momentum)
    np.testing.assert_allclose(found.value, found.x / 0.9)
    by_solver = surface(model, momentum, solver)
    sgd, adam = by_solver.value[:2], by_solver.value[2:]  # a category has two places
    np.testing.assert_allclose(sgd, np.tile(found.value, (2, 1)))
    assert np.isnan(adam).all()
    assert np.isnan(surface(model, momentum, beta).value).all()
    levels = contour_levels([by_solver, surface(model, momentum, beta)])
    assert (levels[0], levels[-1]) == (0, 1)
