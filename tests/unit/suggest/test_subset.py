"""Which trials a surrogate sees where there are too many for it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.spatial.distance import cdist
from sklearn.gaussian_process import GaussianProcessRegressor

from sametrials.search.of_a_function import run_study
from sametrials.suggest import subset
from sametrials.suggest.subset import seen
from sametrials.suggest.suggestion import suggest
from sametrials.suggest.window import Search
from simulated import DEFAULT_PARAMETERS, SEARCH_SPACE, accuracy, record_of


@pytest.fixture
def at_most(monkeypatch):
    """Set how many trials a surrogate sees."""
    return lambda n: monkeypatch.setattr(subset, "N_SEEN", n)


def random_trials(n):
    rng = np.random.default_rng(1)
    return rng.random((n, 2)), rng.random(n)


def test_up_to_a_number_all_trials_are_seen_in_their_order(at_most):
    at_most(20)
    assert seen(*random_trials(20)).tolist() == list(range(20))
    assert len(seen(*random_trials(21))) == 20


def test_the_best_and_the_latest_are_seen_and_of_the_others_some_everywhere(at_most):
    at_most(60)
    points, values = random_trials(400)
    chosen = seen(points, values)
    assert chosen.tolist() == sorted(set(chosen.tolist()))
    assert set(np.argsort(values)[:20]) | set(range(380, 400)) <= set(chosen)

    def farthest_from(some):
        return cdist(points, points[some]).min(axis=1).max()

    best, latest = np.argsort(values)[:60], np.arange(340, 400)
    assert farthest_from(chosen) < min(farthest_from(best), farthest_from(latest)) / 1.5


def test_no_trial_counts_twice_even_where_all_have_the_same_point(at_most):
    at_most(10)
    assert len(set(seen(np.zeros((30, 2)), np.arange(30.0)).tolist())) == 10


@pytest.mark.parametrize("optimizer", ["gp", "forest", "gbrt"])
def test_a_suggestion_changes_only_where_not_all_trials_can_be_seen(study, at_most, optimizer):
    study = replace(study, optimizer=optimizer, window=2, n_calls=20)
    rng = np.random.default_rng(1)
    search = Search(replace(study, optimizer="random"))
    for trial in range(15):
        point = search.suggest(trial)
        search.finish(record_of(trial, rng.random(), hyper_parameters=point))
    *finished, last = search.in_order()
    points = []
    for n in (1000, 14, 8):
        at_most(n)
        points.append(suggest(study, 15, finished, [last.hyper_parameters]))
    assert points[0] == points[1] != points[2]


def test_a_surrogate_is_fitted_to_so_many_trials_and_those_that_are_out(at_most, monkeypatch):
    at_most(6)
    sizes = []
    fit = GaussianProcessRegressor.fit

    def watched(self, points, values):
        sizes.append(len(values))
        return fit(self, points, values)

    monkeypatch.setattr(GaussianProcessRegressor, "fit", watched)
    run_study(SEARCH_SPACE, {"n_calls": 16, "n_initial_points": 4, "window": 3}, accuracy)
    assert max(sizes) == 6 + 2


@pytest.mark.parametrize("first", [0, 1, 2])
def test_what_is_seen_does_not_depend_on_which_trial_was_finished_first(study, at_most, first):
    at_most(6)
    study = replace(study, n_calls=14)
    searched = run_study(
        SEARCH_SPACE,
        {"n_calls": 14, "n_initial_points": 4, "window": 3, "seed": 1},
        accuracy,
        DEFAULT_PARAMETERS,
    )
    search, suggested = Search(study), []
    while not search.done:
        while (trial := search.next_trial()) is not None:
            search.start(trial, search.suggest(trial))
            suggested.append(search.running[trial])
        order = sorted(search.running)
        trial = order[min(first, len(order) - 1)]
        point = search.running[trial]
        search.finish(record_of(trial, accuracy(point), hyper_parameters=point))
    assert suggested == [record.hyper_parameters for record in searched]


@pytest.mark.parametrize("window", [1, 2])
def test_a_point_that_is_not_seen_is_not_suggested_again(at_most, window):
    at_most(3)
    space = {
        "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
        "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
    }
    settings = {"n_calls": 10, "n_initial_points": 2, "window": window}
    found = run_study(space, settings, lambda point: point["num_dense_layers"] / 5)
    assert len({tuple(record.hyper_parameters.values()) for record in found}) == 10
