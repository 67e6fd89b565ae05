import math

import numpy as np
import pytest

from hpo.errors import ConfigError, SearchError
from hpo.records import TrialRecord, incumbent
from hpo.search import Search, run_study
from simulated import accuracy

STUDY = {"n_calls": 8, "n_initial_points": 3, "window": 1, "seed": 5}


def test_a_python_function_is_searched_in_the_caller_s_process(search_space, default_parameters):
    seen = []

    def objective(hyper_parameters):
        seen.append(dict(hyper_parameters))
        hyper_parameters.clear()  # what the caller does with it is its own affair
        return accuracy(seen[-1])

    records = run_study(search_space, STUDY, objective, default_parameters)
    assert [record.trial for record in records] == list(range(8))
    assert [record.hyper_parameters for record in records] == seen
    assert [record.accuracy for record in records] == [accuracy(point) for point in seen]
    assert seen[0] == default_parameters


def test_the_first_trials_of_a_longer_search_are_those_of_a_shorter_one(search_space):
    for window in (1, 4):
        short = run_study(search_space, {**STUDY, "n_calls": 6, "window": window}, accuracy)
        long = run_study(search_space, {**STUDY, "n_calls": 10, "window": window}, accuracy)
        assert points(long)[:6] == points(short)


def test_the_same_seed_gives_the_same_search_and_another_seed_another(search_space):
    runs = [run_study(search_space, {**STUDY, "seed": seed}, accuracy) for seed in (5, 5, 6)]
    assert points(runs[0]) == points(runs[1])
    assert points(runs[0]) != points(runs[2])


def test_what_a_study_leaves_out_has_the_defaults(search_space):
    assert len(run_study(search_space, {"n_calls": 1, "n_initial_points": 1}, accuracy)) == 1


def test_an_objective_that_is_no_number_is_refused_with_the_trial_and_the_point(search_space):
    for value in (math.nan, math.inf, None, "0.9"):
        with pytest.raises(SearchError, match=rf"trial 0: found the accuracy {value}, expected a"):
            run_study(search_space, STUDY, lambda _, value=value: value)


def test_a_number_of_numpy_is_a_number(search_space):
    study = {**STUDY, "n_calls": 3}
    for value in (np.float32(0.5), np.array(0.5), 1, True):
        for record in run_study(search_space, study, lambda _, value=value: value):
            assert type(record.accuracy) is float


def test_settings_that_make_no_sense_are_refused_before_anything_is_called(search_space):
    def never(_):
        raise AssertionError("must not be called")

    with pytest.raises(ConfigError, match="n_calls"):
        run_study(search_space, {**STUDY, "n_calls": 2}, never)


def test_a_trial_may_start_once_all_it_may_see_is_finished(study):
    search = Search(study)  # a window of 3
    for trial in range(3):
        assert search.next_trial() == trial
        search.start(trial, {})
    assert search.next_trial() is None
    for overtaking in (2, 1):
        search.finish(TrialRecord(overtaking, "complete", {}, 0.5))
        assert search.next_trial() is None  # trial 3 must see trial 0
    search.finish(TrialRecord(0, "complete", {}, 0.5))
    assert search.next_trial() == 3


def test_of_equal_trials_the_earlier_one_is_the_incumbent():
    records = [TrialRecord(k, "complete", {}, a) for k, a in enumerate([0.1, 0.9, 0.9, 0.5])]
    assert incumbent(records).trial == 1
    assert incumbent(records[::-1]).trial == 1


def points(records):
    return [record.hyper_parameters for record in records]
