import subprocess
import sys
from dataclasses import replace
from statistics import median

import numpy as np
import pytest
from sklearn.gaussian_process import GaussianProcessRegressor
from threadpoolctl import threadpool_info, threadpool_limits

from sametrials.search.of_a_function import run_study
from sametrials.study.objective import Objective
from sametrials.suggest.encoding import Encoding
from sametrials.suggest.suggestion import costs, standard_scores, suggest
from sametrials.trials.record import TrialRecord
from simulated import ACCURACY, DEFAULT_PARAMETERS, LOSS, SEARCH_SPACE, accuracy


@pytest.fixture(scope="module")
def records() -> list[TrialRecord]:
    return run_study(
        SEARCH_SPACE,
        {"n_calls": 12, "n_initial_points": 4, "window": 3, "seed": 1},
        accuracy,
        DEFAULT_PARAMETERS,
    )


def seen(study, trial, records):
    """The arguments of `suggest` for a trial, from the records of a whole search."""
    visible = study.n_visible(trial)
    return records[:visible], [record.hyper_parameters for record in records[visible:trial]]


def test_the_first_trial_is_the_one_picked_by_hand(study, default_parameters):
    assert suggest(study, 0, [], []) == default_parameters


def test_the_same_question_gets_the_same_answer_whatever_was_asked_before(study, records):
    first = suggest(study, 9, *seen(study, 9, records))
    for trial in (11, 5, 2):
        suggest(study, trial, *seen(study, trial, records))
    assert suggest(study, 9, *seen(study, 9, records)) == first == records[9].hyper_parameters


def test_another_process_with_other_threads_gives_the_same_answer(study, records):
    program = f"""
import sys
sys.path[:0] = {sys.path!r}
from sametrials.trials.record import TrialRecord
from sametrials.study.objective import Objective
from sametrials.study.settings import Study
from sametrials.suggest.suggestion import suggest
finished, pending = {seen(study, 9, records)!r}
print(suggest({study!r}, 9, finished, pending))
"""
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": hash_seed, "OPENBLAS_NUM_THREADS": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for hash_seed, threads in (("1", "1"), ("2", "2"))
    }
    assert answers == {str(records[9].hyper_parameters)}


@pytest.mark.parametrize("optimizer", ["gp", "forest", "gbrt", "random"])
@pytest.mark.parametrize("acq_func", ["EI", "LCB", "PI"])
def test_every_optimizer_suggests_plain_points_inside_the_space(
    study, records, optimizer, acq_func
):
    other = replace(study, optimizer=optimizer, acq_func=acq_func)
    point = suggest(other, 9, *seen(other, 9, records))
    assert list(point) == list(study.search_space)
    assert study.space.holds(point)
    assert [type(value) for value in point.values()] == [float, int, int, str]
    assert point == suggest(other, 9, *seen(other, 9, records))


@pytest.mark.parametrize(
    ("settings", "others"),
    [
        ({"optimizer": "forest"}, [{"forest": "ET"}, {"forest": "RF"}]),
        ({"acq_func": "EI"}, [{"xi": 0.01}, {"xi": 3.0}]),
        ({"acq_func": "PI"}, [{"xi": 0.01}, {"xi": 3.0}]),
        ({"acq_func": "LCB"}, [{"kappa": 0.1}, {"kappa": 10.0}]),
        ({"window": 4}, [{"lie": lie} for lie in ("predicted", "best", "mean", "worst")]),
    ],
)
def test_each_setting_of_a_surrogate_changes_what_it_suggests(study, records, settings, others):
    points = []
    for other in others:
        changed = replace(study, **settings, **other)
        points.append(tuple(suggest(changed, 9, *seen(changed, 9, records)).values()))
    assert len(set(points)) == len(others)


@pytest.mark.parametrize(("acq_func", "name"), [("EI", "xi"), ("PI", "xi"), ("LCB", "kappa")])
def test_xi_and_kappa_lead_away_from_the_best_trial(acq_func, name):
    line = {"x": {"type": "real", "low": 0.0, "high": 1.0}}

    def distance_from_best(value):
        distances = []
        for seed in range(3):
            settings = {"n_calls": 6, "n_initial_points": 4, "window": 1, "seed": seed}
            settings |= {"acq_func": acq_func, name: value}
            *_, last = run_study(line, settings, lambda point: -((point["x"] - 0.3) ** 2))
            distances.append(abs(last.hyper_parameters["x"] - 0.3))
        return median(distances)

    assert distance_from_best(0.01) < distance_from_best(10.0) / 2


def test_a_pending_trial_keeps_the_suggestion_away_from_it(study, records):
    study = replace(study, window=2)
    finished = records[:9]
    [elsewhere] = [record.hyper_parameters for record in records[2:3]]
    wanted = suggest(study, 10, finished, [elsewhere])
    beside = suggest(study, 10, finished, [wanted])  # now someone is there already
    shown = Encoding(study.search_space).encode([wanted, beside])
    assert np.linalg.norm(shown[0] - shown[1]) > 0.1


def test_the_scale_of_the_objective_does_not_matter(study, records):
    finished, pending = seen(study, 9, records)
    scaled = [replace(record, value=record.value * 1024 - 512) for record in finished]
    assert suggest(study, 9, scaled, pending) == suggest(study, 9, finished, pending)


@pytest.mark.parametrize("optimizer", ["gp", "forest", "gbrt"])
@pytest.mark.parametrize("lie", ["predicted", "worst"])
def test_minimising_a_function_gives_the_points_of_maximising_its_negative(
    study, records, optimizer, lie
):
    study = replace(study, optimizer=optimizer, lie=lie)
    finished, pending = seen(study, 9, records)
    finished[2] = replace(finished[2], state="failed", value=None)
    upside_down = [
        each if each.value is None else replace(each, value=-each.value) for each in finished
    ]
    minimised = replace(study, objective=Objective("result", "minimize"))
    point = suggest(study, 9, finished, pending)
    assert suggest(minimised, 9, upside_down, pending) == point
    assert suggest(minimised, 9, finished, pending) != point


def test_a_failed_trial_costs_as_much_as_the_worst_of_the_others():
    assert costs(ACCURACY, [0.5, None, 0.25]) == [-0.5, -0.25, -0.25]
    assert costs(LOSS, [0.5, None, 0.25]) == [0.5, 0.5, 0.25]
    assert costs(LOSS, [None, None]) == [0.0, 0.0]


def test_how_bad_a_bad_trial_is_does_not_matter(study, records):
    finished, pending = seen(study, 9, records)
    points = [
        suggest(study, 9, [replace(finished[0], value=worst), *finished[1:]], pending)
        for worst in (-10.0, -1e9)
    ]
    assert points[0] == points[1]


def test_standard_scores_have_no_value_farther_above_the_median_than_the_best_is_below():
    scores = standard_scores([-0.990, -0.988, -0.95, -0.93, -0.10])
    assert scores.mean() == pytest.approx(0)
    assert scores.std() == pytest.approx(1)
    assert scores[4] == scores.max()
    assert scores[4] - scores[2] == pytest.approx(scores[2] - scores[0])
    assert (scores[2] - scores[1]) / (scores[2] - scores[0]) == pytest.approx(0.95)
    assert standard_scores([0.1, 0.1]).tolist() == [0, 0]


def test_no_point_is_suggested_twice(study):
    space = {
        "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
        "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
    }
    for optimizer in ("gp", "forest", "gbrt"):
        settings = {"n_calls": 10, "n_initial_points": 2, "window": 3, "optimizer": optimizer}
        found = run_study(space, settings, lambda point: point["num_dense_layers"] / 5)
        assert len({tuple(record.hyper_parameters.values()) for record in found}) == 10


def test_a_suggestion_that_sees_more_or_less_than_its_window_is_refused(study, records):
    with pytest.raises(ValueError, match="window of 3"):
        suggest(study, 9, records[:8], [records[8].hyper_parameters])


def test_the_search_finds_the_good_region(records):
    assert max(record.value for record in records) > 0.9


def test_the_surrogate_is_fitted_on_one_blas_thread_whatever_is_set_around_it(
    study, records, monkeypatch
):
    threads = set()
    fit = GaussianProcessRegressor.fit

    def watched(self, *arguments):
        threads.update(library["num_threads"] for library in threadpool_info())
        return fit(self, *arguments)

    monkeypatch.setattr(GaussianProcessRegressor, "fit", watched)
    with threadpool_limits(limits=2):
        assert suggest(study, 9, *seen(study, 9, records)) == records[9].hyper_parameters
    assert threads == {1}
