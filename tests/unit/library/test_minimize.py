import json
import os
import random
import time
import warnings

import numpy as np
import pytest
import skopt
from searched_functions import (
    SHORT,
    SPACE,
    distance,
    ends_the_process,
    fails_at_five,
    of_a_dictionary,
    points,
    table,
)
from skopt import plots

from sametrials import (
    Categorical,
    ConfigError,
    Integer,
    Real,
    SearchError,
    Study,
    load_records,
    minimize,
    run_study,
)


def test_the_lowest_value_is_found_and_told_as_scikit_optimize_does():
    result = minimize(distance, SPACE, n_calls=20, seed=1)
    assert result.fun == min(result.func_vals) == distance(result.x)
    assert result.x_iters[int(np.argmin(result.func_vals))] == result.x
    assert result.best.hyper_parameters == {"x0": result.x[0], "n": result.x[1]}
    assert result.fun < 0.12
    assert [record.trial for record in result.records] == list(range(20))


def test_the_trials_are_those_of_run_study_with_the_same_settings():
    space = {
        "x0": {"type": "real", "low": 0, "high": 1},
        "n": {"type": "integer", "low": 1, "high": 5},
    }
    records = run_study(
        space,
        SHORT,
        lambda point: distance(list(point.values())),
        objective={"metric": "result", "direction": "minimize"},
    )
    assert points(records) == points(minimize(distance, SPACE, **SHORT).records)


def test_maximising_is_minimising_the_negative():
    lowest = minimize(distance, SPACE, **SHORT)
    highest = minimize(lambda x: -distance(x), SPACE, direction="maximize", **SHORT)
    assert points(highest.records) == points(lowest.records)
    assert highest.fun == lowest.fun
    assert highest.best.value == -lowest.fun


def test_a_mapping_gives_the_function_a_dictionary():
    given = []

    def function(point):
        given.append(dict(point))
        point.clear()  # its own affair
        return 0.0

    result = minimize(function, {"x": Real(0.0, 1.0), "y": [1, 2]}, **SHORT)
    assert given == points(result.records)
    assert list(given[0]) == ["x", "y"]


def test_all_ways_to_write_a_space_are_the_same():
    entries = {
        "x0": {"type": "real", "low": 1e-3, "high": 1.0, "prior": "log-uniform"},
        "x1": {"type": "integer", "low": 1, "high": 5},
        "x2": {"type": "categorical", "categories": ["a", "b"]},
    }
    ways = [
        [Real(1e-3, 1.0, "log-uniform"), Integer(1, 5), Categorical(["a", "b"])],
        [(1e-3, 1.0, "log-uniform"), (1, 5), ["a", "b"]],
        [
            skopt.space.Real(1e-3, 1.0, "log-uniform"),
            skopt.space.Integer(1, 5),
            skopt.space.Categorical(["a", "b"]),
        ],
        skopt.Space([(1e-3, 1.0, "log-uniform"), (1, 5), ("a", "b")]),
        entries,
    ]
    found = [points(minimize(lambda _: 1.0, space, **SHORT).records) for space in ways]
    assert found == [found[0]] * len(ways)


def test_the_first_point_may_be_given():
    for x0 in ([0.25, 2], [[0.25, 2]], (0.25, 2), {"x0": 0.25, "n": 2}):
        assert minimize(distance, SPACE, x0=x0, **SHORT).x_iters[0] == [0.25, 2]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failed_call_is_recorded_with_its_reason_and_the_search_goes_on(workers):
    result = minimize(fails_at_five, SPACE, workers=workers, **SHORT)
    failed = [record for record in result.records if record.state == "failed"]
    assert failed
    assert len(result.records) == 9
    for record in failed:
        assert record.error == "FileNotFoundError: there is no file for five"
        assert "raise FileNotFoundError" in record.traceback
    assert table(result.records) == table(minimize(fails_at_five, SPACE, **SHORT).records)


def test_a_call_that_ends_its_process_is_a_failed_trial():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = minimize(ends_the_process, SPACE, workers=2, **SHORT)
    dead = [record.error for record in result.records if record.state == "failed"]
    assert dead == ["its worker died (exit code 7)"] * len(dead)
    assert len(dead) == [record.hyper_parameters["n"] for record in result.records].count(5) > 0


def test_a_search_whose_first_trials_all_fail_gives_up_with_the_first_reason():
    with pytest.raises(SearchError, match=r"first 3 trials have failed.*ZeroDivisionError") as told:
        minimize(lambda x: 1 / 0, SPACE, **SHORT)
    assert "make retry" not in str(told.value)
    assert "1 / 0" in told.value.__notes__[0]


def test_random_numbers_of_the_caller_go_on_as_if_nothing_had_been():
    random.seed(1)
    np.random.seed(1)
    expected = random.random(), np.random.random()
    random.seed(1)
    np.random.seed(1)
    one = minimize(lambda x: random.random() + np.random.random(), SPACE, **SHORT)
    assert (random.random(), np.random.random()) == expected
    again = minimize(lambda x: random.random() + np.random.random(), SPACE, **SHORT)
    assert table(one.records) == table(again.records)


def test_nothing_is_printed_unless_it_is_asked_for(capfd, tmp_path):
    minimize(distance, SPACE, workers=2, folder=tmp_path / "quiet", **SHORT)
    assert capfd.readouterr() == ("", "")
    minimize(distance, SPACE, verbose=True, folder=tmp_path / "loud", **SHORT)
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 9
    assert lines[0].startswith("loud: trial 0 (x0 ")


# --- The callback


def test_a_callback_sees_the_trials_one_after_another():
    seen = []
    whole = minimize(
        distance, SPACE, callback=lambda result: seen.append(list(result.func_vals)), **SHORT
    )
    assert seen == [list(whole.func_vals)[: n + 1] for n in range(9)]


@pytest.mark.parametrize("workers", [1, 3])
def test_a_callback_ends_the_search_at_the_same_trial_with_any_number_of_workers(workers, tmp_path):
    whole = minimize(distance, SPACE, **SHORT)

    def is_good(result):
        return bool(result.fun < sorted(whole.func_vals)[1])

    settings = {**SHORT, "workers": workers, "folder": tmp_path}
    ended = minimize(distance, SPACE, callback=[is_good], **settings)
    assert table(ended.records) == table(whole.records)[: whole.best.trial + 1]
    assert table(minimize(distance, SPACE, **settings).records) == table(whole.records)
    resumed = minimize(distance, SPACE, callback=is_good, **settings)
    assert table(resumed.records) == table(ended.records)


def test_callbacks_of_scikit_optimize_do_their_work():
    stopper = skopt.callbacks.DeltaYStopper(delta=10, n_best=3)
    assert len(minimize(distance, SPACE, callback=stopper, **SHORT).records) == 3


# --- The result


def test_scikit_optimize_loads_and_draws_the_result(tmp_path):
    result = minimize(distance, SPACE, **SHORT)
    skopt.dump(result, tmp_path / "result.pkl")
    loaded = skopt.load(tmp_path / "result.pkl")
    assert (loaded.x, loaded.fun) == (result.x, result.fun)
    assert loaded.records == result.records
    plots.plot_convergence(loaded)
    plots.plot_objective(loaded, n_points=5)
    plots.plot_evaluations(loaded)


# --- The folder


def test_a_search_goes_on_from_its_folder_and_calls_only_what_is_missing(tmp_path):
    called = []

    def function(x):
        called.append(x)
        return distance(x)

    short = minimize(function, SPACE, folder=tmp_path / "new" / "gp", **SHORT)
    assert len(called) == 9
    again = minimize(function, SPACE, folder=tmp_path / "new" / "gp", **SHORT)
    assert len(called) == 9
    assert again.records == short.records == load_records(tmp_path / "new" / "gp")
    longer = minimize(
        function, SPACE, folder=str(tmp_path / "new" / "gp"), **{**SHORT, "n_calls": 12}
    )
    assert len(called) == 12
    assert longer.records[:9] == short.records


def test_records_of_another_function_space_seed_or_version_are_set_aside_and_taken_back(tmp_path):
    def other(x):
        return 2 * distance(x)

    first = minimize(distance, SPACE, folder=tmp_path, **SHORT)
    for function, space, change in (
        (other, SPACE, {}),
        (distance, [Real(0.0, 2.0), SPACE[1]], {}),
        (distance, SPACE, {"seed": 2}),
        (distance, SPACE, {"version": "2"}),
    ):
        with pytest.warns(UserWarning, match="9 trial records made under other settings"):
            minimize(function, space, folder=tmp_path, **{**SHORT, **change})
        assert (tmp_path / "superseded").is_dir()
        with pytest.warns(UserWarning, match="9 trial records"):
            back = minimize(distance, SPACE, folder=tmp_path, **SHORT)
        assert back.records == first.records


def test_a_record_that_was_changed_is_made_again(tmp_path):
    first = minimize(distance, SPACE, folder=tmp_path, **SHORT)
    file = tmp_path / "trials" / "0004.json"
    content = json.loads(file.read_text())
    file.write_text(json.dumps({**content, "result": 0.0}))
    with pytest.warns(UserWarning, match="set aside"):
        again = minimize(distance, SPACE, folder=tmp_path, **SHORT)
    assert table(again.records) == table(first.records)


def test_failed_trials_are_tried_again_if_that_is_asked_for(tmp_path):
    calls = []

    def function(x):
        calls.append(x)
        if len(calls) == 4:
            raise OSError("the disk is full")
        return distance(x)

    failed = minimize(function, SPACE, folder=tmp_path, **SHORT)
    assert [record.state for record in failed.records].count("failed") == 1
    assert minimize(function, SPACE, folder=tmp_path, **SHORT).records == failed.records
    with pytest.warns(UserWarning, match="suggested from other trials") as warned:
        whole = minimize(function, SPACE, folder=tmp_path, retry_failed=True, **SHORT)
    assert {warning.filename for warning in warned} == {__file__}  # and no file of the library
    assert {record.state for record in whole.records} == {"complete"}


def test_two_searches_do_not_work_in_one_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(time, "monotonic", iter(range(0, 10**9, 20)).__next__)

    def function(x):
        with pytest.raises(SearchError, match="found another search at work here"):
            minimize(distance, SPACE, folder=tmp_path, **SHORT)
        return 1.0

    settings = {**SHORT, "n_calls": 1, "n_initial_points": 1}
    assert minimize(function, SPACE, folder=tmp_path, **settings).records[0].error is None


def test_ctrl_c_keeps_what_is_finished(tmp_path):
    def function(x):
        if len(list(tmp_path.glob("trials/0*.json"))) == 5:
            raise KeyboardInterrupt
        return distance(x)

    with pytest.raises(KeyboardInterrupt):
        minimize(function, SPACE, folder=tmp_path, **SHORT)
    assert len(load_records(tmp_path)) == 5


def test_a_search_whose_shell_is_gone_goes_on(monkeypatch):
    monkeypatch.setattr(os, "getppid", lambda: 1)
    assert len(minimize(distance, SPACE, workers=2, **SHORT).records) == 9


# --- What is wrong is told before anything is called


def never(_):
    raise AssertionError("must not be called")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"n_calls": 0}, r"^n_calls: found 0, expected an integer >= 1$"),
        ({"n_calls": float("nan")}, r"^n_calls: found nan, expected an integer >= 1$"),
        ({"n_calls": "many"}, r"^n_calls: found 'many', expected an integer"),
        ({"n_calls": 3}, r"^n_calls: found 3, expected an integer >= n_initial_points \(10\)"),
        ({"seed": -1}, r"^seed: found -1, expected an integer from 0"),
        ({"seed": [1, 2]}, r"^seed: found a list of 2 items, expected one seed"),
        ({"window": 0}, r"^window: found 0, expected an integer >= 1$"),
        ({"optimizer": "tpe"}, r"^optimizer: found 'tpe', expected one of gp, forest"),
        ({"acq_func": "gp_hedge"}, r"^acq_func: found 'gp_hedge', expected one of EI, LCB, PI"),
        ({"xi": 1.0, "acq_func": "LCB"}, r"^xi: found 1\.0, expected nothing, since acq_func"),
        ({"workers": 0}, r"^workers: found 0, expected a whole number >= 1"),
        ({"workers": 2.0}, r"^workers: found 2\.0, expected a whole number"),
        ({"workers": True}, r"^workers: found True"),
        ({"direction": "up"}, r"^direction: found 'up', expected 'minimize' or 'maximize'"),
        ({"metric": "a b"}, r"^metric: found 'a b', expected the name of a metric"),
        ({"metric": "x0"}, r"^space\.x0: found the name of the metric"),
        ({"x0": [0.5]}, r"^x0: found \[0\.5\], expected a value for each of x0"),
        ({"x0": [2.0, 1]}, r"^x0\.x0: found 2\.0, expected a number from 0\.0 to 1\.0"),
        ({"x0": {"x0": 0.5}}, r"^x0\.n: found nothing, expected an integer from 1 to 5"),
        ({"x0": [[0.5, 1], [0.6, 2]]}, r"^x0: found 2 points, expected one"),
        ({"y0": [1.0]}, r"^y0: found a value, expected none.*Study"),
        ({"random_state": 1}, r"^random_state: found .*\(seed is what you look for\)$"),
        ({"n_trials": 1}, r"^n_trials: found .*\(n_calls is what you look for\)$"),
        ({"pruning": "median"}, r"^pruning: found an argument of this name, expected one of"),
        ({"callback": 3}, r"^callback: found int, expected a function"),
        ({"version": 1.5}, r"^version: found float"),
        ({"trial_timeout": 5}, r"^trial_timeout: found a limit with workers=1"),
        ({"folder": 3}, r"^folder: found 3, expected a path or None"),
        ({"target": "low"}, r"^target: found 'low', expected a number or null"),
    ],
    ids=str,
)
def test_an_argument_that_makes_no_sense_is_named(arguments, message):
    with pytest.raises(ConfigError, match=message):
        minimize(never, SPACE, **arguments)


@pytest.mark.parametrize(
    ("space", "message"),
    [
        ([], r"^space: found an empty mapping, expected a mapping of at least 1 key$"),
        ("x", r"^space: found 'x', expected a list of Real"),
        (3, r"^space: found 3, expected a list of Real"),
        ([3], r"^space\[0\]: found 3, expected Real, Integer, Ordinal or Categorical"),
        ([(0, 1, "normal")], r"^space\[0\]: found \(0, 1, 'normal'\), expected"),
        ({"a": 3}, r"^space\.a: found 3, expected Real"),
        ([Real(1.0, 0.0)], r"^space\.x0\.low: found 1\.0, expected a number not above high"),
        ([Real(0.0, 1.0, "log-uniform")], r"^space\.x0\.low: found 0\.0, expected a number > 0"),
        ([Real(0.0, 1.0, "normal", sd=1.0)], r"^space\.x0\.mean: found nothing, expected a number"),
        ([Real(0.0, 1.0, "log")], r"^space\.x0\.prior: found 'log', expected one of"),
        ([Real(0.0, 1.0, step=0.3)], r"^space\.x0\.high: found 1\.0, expected the last"),
        ([Real(0.0, 1.0, when={"b": 1})], r"^space\.x0\.when\.b: found no other hyper-parameter"),
        ([Real(float("nan"), 1.0)], r"^space\.x0\.low: found nan, expected a number"),
        ([Integer(1, 2.5)], r"^space\.x0\.high: found 2\.5, expected an integer"),
        ([Categorical(["a"])], r"^space: found only single values, expected a dimension"),
        ([Categorical(["a", [1]])], r"^space\.x0\.categories\[1\]: found a list of 1 item"),
        (
            [Real(0, 1, name="a"), Real(0, 1, name="a")],
            r"^space\[1\]\.name: found 'a' again, expected each name only once",
        ),
        ([Real(0, 1, name="x1"), Real(0, 1)], r"^space\[1\]\.name: found 'x1' again"),
        ([skopt.space.Categorical([1, 2], prior=[0.9, 0.1])], r"^space\[0\]\.prior: found"),
    ],
    ids=str,
)
def test_a_space_that_makes_no_sense_is_told_where(space, message):
    with pytest.raises(ConfigError, match=message):
        minimize(never, space)


def test_a_function_that_is_none_is_refused():
    with pytest.raises(ConfigError, match=r"^function: found str, expected a function"):
        minimize("distance", SPACE)


def test_a_folder_that_is_a_file_is_refused(tmp_path):
    file = tmp_path / "file"
    file.touch()
    for folder in (file, file / "below"):
        with pytest.raises(ConfigError, match=r"^folder: found .* at .*file.*, expected a folder"):
            minimize(never, SPACE, folder=folder)


def test_records_that_are_not_there_are_told(tmp_path):
    with pytest.raises(ConfigError, match=r"found no trial records, expected 0000\.json"):
        load_records(tmp_path)
    (tmp_path / "trials").mkdir()
    (tmp_path / "trials" / "0000.json").write_text("{}")
    with pytest.raises(ConfigError, match=r"0000\.json: found no digest"):
        load_records(tmp_path)


def test_of_a_dictionary_in_worker_processes():
    space = {"x": Real(0.0, 1.0)}
    one, two = (minimize(of_a_dictionary, space, workers=n, **SHORT) for n in (1, 2))
    assert table(one.records) == table(two.records)


def test_points_to_try_first_are_lists_or_dictionaries_and_may_leave_out_values():
    plain = minimize(distance, SPACE, **SHORT)
    enqueue = [[0.25, 2], {"n": 4}]
    given = minimize(distance, SPACE, x0=[0.5, 1], enqueue=enqueue, **SHORT)
    assert given.x_iters[:2] == [[0.5, 1], [0.25, 2]]
    assert given.x_iters[2][1] == 4
    assert 0 < given.x_iters[2][0] < 1
    first = minimize(distance, SPACE, enqueue=enqueue, **SHORT)
    assert first.x_iters[0] == [0.25, 2]
    assert first.x_iters[1] == [plain.x_iters[1][0], 4]
    assert first.x_iters[2:4] == plain.x_iters[2:4]
    study = Study(SPACE, x0=[0.5, 1], enqueue=enqueue, **SHORT)
    assert [study.ask().x for _ in range(3)] == given.x_iters[:3]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"enqueue": 3}, r"^enqueue: found 3, expected a list$"),
        ({"enqueue": "x"}, r"^enqueue: found 'x', expected a list$"),
        ({"enqueue": {"n": 3}}, r"^enqueue: found a mapping, expected a list$"),
        (
            {"enqueue": [[0.5]]},
            r"^enqueue\[0\]: found \[0\.5\], expected a value for each of x0, n",
        ),
        ({"enqueue": [{"n": 9}]}, r"^enqueue\[0\]\.n: found 9, expected an integer from 1 to 5$"),
        ({"enqueue": [{"m": 9}]}, r"^enqueue\[0\]\.m: found an unknown key, expected one of x0, n"),
        ({"x0": [0.5, 1], "enqueue": [[0.5, 1]]}, r"^enqueue\[0\]: found the first trial again"),
        ({"enqueue": [{"n": 1}], "optimizer": "grid"}, r"^enqueue: found .*optimizer is grid"),
        ({"enqueue": [{"n": 1}] * 11}, r"^n_initial_points: found 10, expected an integer >= 11"),
        (
            {"x0": [[0.5, 1], [0.6, 1]]},
            r"^x0: found 2 points, .*enqueue takes those to try after it",
        ),
    ],
    ids=str,
)
def test_points_to_try_first_that_make_no_sense_are_named(arguments, message):
    with pytest.raises(ConfigError, match=message):
        minimize(never, SPACE, **arguments)
