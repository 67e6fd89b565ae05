import math

import numpy as np
import pytest

from sametrials.common.errors import ConfigError, SearchError
from sametrials.search.of_a_function import run_study
from sametrials.study.objective import Objective
from sametrials.trials.ranking import incumbent
from simulated import accuracy

STUDY = {"n_calls": 8, "n_initial_points": 3, "window": 1, "seed": 5}


def test_a_python_function_is_searched_in_the_caller_s_process(search_space, default_parameters):
    seen = []

    def function(hyper_parameters):
        seen.append(dict(hyper_parameters))
        hyper_parameters.clear()  # what the caller does with it is its own affair
        return accuracy(seen[-1])

    records = run_study(search_space, STUDY, function, default_parameters)
    assert [record.trial for record in records] == list(range(8))
    assert [record.hyper_parameters for record in records] == seen
    assert [record.value for record in records] == [accuracy(point) for point in seen]
    assert seen[0] == default_parameters


LOSS = {"metric": "val_loss", "direction": "minimize"}


def test_the_default_objective_is_a_result_to_be_maximised(search_space):
    records = run_study(search_space, STUDY, accuracy)
    assert {record.metric for record in records} == {"result"}
    named = {"metric": "result", "direction": "maximize"}
    assert points(run_study(search_space, STUDY, accuracy, objective=named)) == points(records)


def loss(point):
    return -accuracy(point)


@pytest.mark.parametrize("window", [1, 4])
@pytest.mark.parametrize("optimizer", ["gp", "forest", "gbrt"])
def test_minimising_a_function_is_maximising_its_negative(search_space, window, optimizer):
    study = {**STUDY, "window": window, "optimizer": optimizer}
    highest = run_study(search_space, study, accuracy)
    lowest = run_study(search_space, study, loss, objective=LOSS)
    assert points(lowest) == points(highest)
    assert [record.value for record in lowest] == [-record.value for record in highest]
    assert {record.metric for record in lowest} == {"val_loss"}
    best = incumbent(Objective("val_loss", "minimize"), lowest)
    assert best.trial == incumbent(Objective("result"), highest).trial


def test_a_direction_that_the_name_tells_may_be_left_out(search_space):
    told = run_study(search_space, STUDY, loss, objective=LOSS)
    assert points(run_study(search_space, STUDY, loss, objective={"metric": "val_loss"})) == (
        points(told)
    )
    with pytest.raises(ConfigError, match=r"objective\.direction.*my_score does not tell"):
        run_study(search_space, STUDY, loss, objective={"metric": "my_score"})


def test_the_lowest_values_are_found_where_they_are_minimised(search_space):
    study = {**STUDY, "n_calls": 20}
    values = [record.value for record in run_study(search_space, study, loss, objective=LOSS)]
    assert min(values) < -0.9
    assert min(values[10:]) < min(values[:3])


def test_a_target_is_reached_from_above_where_values_are_minimised(search_space):
    whole = run_study(search_space, STUDY, loss, objective=LOSS)
    target = sorted(record.value for record in whole)[2]
    first = next(record.trial for record in whole if record.value <= target)
    ended = run_study(search_space, {**STUDY, "target": target}, loss, objective=LOSS)
    assert points(ended) == points(whole)[: first + 1]


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
def test_a_value_that_is_no_number_is_a_failed_trial(search_space, value):
    def function(point):
        return value if point["activation"] == "sigmoid" else accuracy(point)

    records = run_study(search_space, STUDY, function)
    failed = [record for record in records if record.hyper_parameters["activation"] == "sigmoid"]
    assert failed
    for record in records:
        assert (record.state == "failed") == (record in failed) == (record.value is None)
    assert failed[0].error == f"found {value} as result, expected a finite number"


def test_a_call_that_raises_is_a_failed_trial_that_says_where(search_space):
    def function(point):
        return 1 / (point["activation"] == "relu")

    records = run_study(search_space, STUDY, function)
    failed = next(record for record in records if record.state == "failed")
    assert failed.error == "ZeroDivisionError: division by zero"
    assert "1 / (point[" in failed.traceback


class Unspeakable:
    def __str__(self):
        raise RuntimeError("no text")


@pytest.mark.parametrize(
    ("returned", "text"),
    [
        ("a\n" * 1_000_000, "found a a "),
        ("\udc80\x1b", "found \\udc80\\x1b as result, expected a finite number"),
        (Unspeakable(), "found (Unspeakable: its text raised RuntimeError) as result"),
        (10**400, "OverflowError: int too large to convert to float"),
    ],
    ids=["long", "surrogate", "unspeakable", "large"],
)
def test_a_failed_trial_says_in_one_line_what_was_returned(search_space, returned, text):
    study = {**STUDY, "n_calls": 4}
    values = iter([0.5, returned, 0.5, 0.5])
    failed = run_study(search_space, study, lambda _: next(values))[1]
    assert failed.state == "failed"
    assert failed.error.startswith(text)
    assert len(failed.error) <= 500
    assert failed.error.isprintable()


def test_an_exit_is_a_failed_trial_and_ctrl_c_is_not(search_space):
    def function(point):
        raise values.pop()

    values = [KeyboardInterrupt(), SystemExit("there is no licence")]
    with pytest.raises(KeyboardInterrupt):
        run_study(search_space, STUDY, function)
    assert values == []


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
    def function(point):
        raise ZeroDivisionError(f"the mistake at {point['activation']}")

    with pytest.raises(SearchError, match=r"first 3 trials have failed.* the mistake at \w+\n"):
        run_study(search_space, STUDY, function)


def test_a_search_ends_with_the_first_trial_that_reaches_the_target(search_space):
    whole = run_study(search_space, STUDY, accuracy)
    target = sorted(record.value for record in whole)[-3]
    first = next(record for record in whole if record.value >= target)
    assert run_study(search_space, {**STUDY, "target": target}, accuracy)[-1].trial == (first.trial)


def test_a_search_out_of_time_has_made_a_trial(search_space):
    assert len(run_study(search_space, {**STUDY, "max_hours": 0}, accuracy)) == 1


def test_a_number_of_numpy_is_a_number(search_space):
    study = {**STUDY, "n_calls": 3}
    for value in (np.float32(0.5), np.array(0.5), 1, True):
        for record in run_study(search_space, study, lambda _, value=value: value):
            assert type(record.value) is float


def test_settings_that_make_no_sense_are_refused_before_anything_is_called(search_space):
    def never(_):
        raise AssertionError("must not be called")

    with pytest.raises(ConfigError, match="n_calls"):
        run_study(search_space, {**STUDY, "n_calls": 2}, never)


def points(records):
    return [record.hyper_parameters for record in records]
