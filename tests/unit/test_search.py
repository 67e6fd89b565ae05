import math
from dataclasses import replace

import numpy as np
import pytest

from hpo.common.errors import ConfigError, SearchError
from hpo.search.of_a_function import run_study
from hpo.suggest.window import Search
from hpo.trials.ranking import incumbent
from hpo.trials.record import TrialRecord
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


@pytest.mark.parametrize("value", [math.nan, math.inf, None, "0.9"], ids=str)
def test_an_objective_that_is_no_number_is_a_failed_trial(search_space, value):
    def objective(point):
        return value if point["activation"] == "sigmoid" else accuracy(point)

    records = run_study(search_space, STUDY, objective)
    failed = [record for record in records if record.hyper_parameters["activation"] == "sigmoid"]
    assert failed
    for record in records:
        assert (record.state == "failed") == (record in failed) == (record.accuracy is None)
    assert failed[0].error == f"found the accuracy {value}, expected a finite number"


def test_an_objective_that_raises_is_a_failed_trial_that_says_where(search_space):
    def objective(point):
        return 1 / (point["activation"] == "relu")

    records = run_study(search_space, STUDY, objective)
    failed = next(record for record in records if record.state == "failed")
    assert failed.error == "ZeroDivisionError: division by zero"
    assert "1 / (point[" in failed.traceback


def test_a_failed_trial_is_avoided_like_the_worst_one(search_space):
    study = {**STUDY, "n_calls": 40}

    def share_of_sigmoid(bad):
        records = run_study(
            search_space,
            study,
            lambda point: bad if point["activation"] == "sigmoid" else accuracy(point),
        )
        return [record.hyper_parameters["activation"] for record in records].count("sigmoid")

    assert share_of_sigmoid(math.nan) <= share_of_sigmoid(0.0) + 3


def test_a_search_whose_first_trials_all_fail_gives_up_with_the_first_reason(search_space):
    def objective(point):
        raise ZeroDivisionError(f"the mistake at {point['activation']}")

    with pytest.raises(SearchError, match=r"first 3 trials have failed.*\n(.*\n)*.*the mistake"):
        run_study(search_space, STUDY, objective)


def test_a_search_ends_with_the_first_trial_that_reaches_the_target(search_space):
    whole = run_study(search_space, STUDY, accuracy)
    target = sorted(record.accuracy for record in whole)[-3]
    first = next(record for record in whole if record.accuracy >= target)
    assert run_study(search_space, {**STUDY, "target_accuracy": target}, accuracy)[-1].trial == (
        first.trial
    )


def test_a_trial_after_the_one_that_reached_the_target_does_not_count(study):
    search = Search(replace(study, target_accuracy=0.9))
    for trial, value in ((0, 0.5), (2, 0.95), (3, 0.99), (1, 0.92)):
        search.finish(TrialRecord(trial, "complete", {}, value))
    assert search.done
    assert [record.trial for record in search.in_order()] == [0, 1]


def test_a_search_out_of_time_has_made_a_trial(search_space):
    assert len(run_study(search_space, {**STUDY, "max_hours": 0}, accuracy)) == 1


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
