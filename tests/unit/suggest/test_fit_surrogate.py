import numpy as np
import pytest
from scipy.optimize import check_grad

from sametrials.suggest.encoding import Encoding
from sametrials.suggest.surrogate import (
    N_FIT,
    _negative_log_posterior,
    fit_surrogate,
)

SPACE = Encoding(
    {
        "x": {"type": "real", "low": 0.0, "high": 1.0, "prior": "uniform"},
        "n": {"type": "integer", "low": 0, "high": 9, "prior": "uniform"},
        "c": {"type": "categorical", "categories": ["a", "b", "c"]},
    }
)
COLUMNS = SPACE.dimension_of_column


def examples(n, noise=0.0):
    """Points, and a function of the real dimension alone."""
    rng = np.random.default_rng(0)
    points = SPACE.rounded(rng.random((n, 5)))
    return points, np.sin(6 * points[:, 0]) + noise * rng.standard_normal(n)


def test_the_surrogate_sees_numbers_in_one_column_and_categories_in_one_each():
    assert COLUMNS.tolist() == [0, 1, 2, 2, 2]
    points, _ = examples(50)
    assert points.shape == (50, 5)
    assert points.min() == 0
    assert points.max() <= 1


def test_the_gradient_of_the_posterior_is_that_of_its_differences():
    points, values = examples(15, noise=0.1)
    arguments = (points, values, COLUMNS)
    for parameters in ([0.0, 1.0, -0.5, -2.0], [-1.0, 0.5, 2.0, -5.0]):
        error = check_grad(
            lambda at: _negative_log_posterior(at, *arguments)[0],
            lambda at: _negative_log_posterior(at, *arguments)[1],
            np.array(parameters),
        )
        assert error < 1e-3


@pytest.mark.parametrize("kind", ["GP", "ET", "RF", "GBRT"])
def test_every_surrogate_predicts_what_it_was_fitted_to(kind):
    points, values = examples(60)
    model = fit_surrogate(kind, COLUMNS, points, values, seed=1)
    mean, deviation = model.predict(points, return_std=True)
    assert np.corrcoef(mean, values)[0, 1] > 0.9
    assert deviation.shape == values.shape


def test_a_gaussian_process_finds_the_dimension_that_matters_and_the_noise():
    points, values = examples(60, noise=0.2)
    model = fit_surrogate("GP", COLUMNS, points, values, seed=0)
    length_scales = model.kernel_.length_scale
    assert length_scales[0] < 0.5 * min(length_scales[1:])
    assert length_scales[2] == length_scales[3] == length_scales[4]  # of one dimension
    assert np.sqrt(model.alpha) * values.std() == pytest.approx(0.2, abs=0.1)


def test_a_gaussian_process_knows_less_far_from_its_points():
    points, _ = examples(60)
    near = points[:, 0] < 0.5
    model = fit_surrogate("GP", COLUMNS, points[near], np.sin(20 * points[near, 0]), seed=0)
    _, known = model.predict(points[near], return_std=True)
    _, unknown = model.predict(points[points[:, 0] > 0.9], return_std=True)
    assert unknown.min() > 3 * known.max()


def test_of_many_trials_some_decide_the_parameters_and_all_the_prediction():
    points, values = examples(N_FIT + 200, noise=0.1)
    model = fit_surrogate("GP", COLUMNS, points, values, seed=0)
    assert model.X_train_.shape[0] == N_FIT + 200
    few = fit_surrogate("GP", COLUMNS, points[:N_FIT], values[:N_FIT], seed=0)
    truth = np.sin(6 * points[:, 0])
    assert np.std(model.predict(points) - truth) < np.std(few.predict(points) - truth)


@pytest.mark.parametrize("values", [[0.5], [0.5, 0.5, 0.5]])
def test_values_without_a_spread_can_be_fitted(values):
    points, _ = examples(len(values))
    model = fit_surrogate("GP", COLUMNS, points, values, seed=0)
    assert model.predict(points) == pytest.approx(values)
