"""What the configuration says of the studies."""

import pytest
from experiments import (
    POINT,
    REAL,
    assert_one_line,
    assert_reader_and_jsonschema_agree,
    at,
    changed,
    name_of,
)

from sametrials.config.validate import validate_config, validate_study

GP = ("studies", "gp")

# The change, and the line that it must cause: the key, what was found, what was expected.
MISTAKES = [
    (at("studies"), {}, "studies: found an empty mapping, expected a mapping of at least 1 key"),
    (at("studies", "forest"), None, "studies.forest: found null, expected a mapping"),
    *[
        (
            at("studies", name),
            {},
            f"studies{place}: found the name {name!r}, expected a name of up .*",
        )
        for name, place in [
            ("../x", "['../x']"),
            ("", "['']"),
            ("a/b", "['a/b']"),
            ("a b", "['a b']"),
            ("-a", ".-a"),
            ("a\n", r"['a\n']"),
            ("a" * 65, "." + "a" * 65),
            ("data", ".data"),
            ("logs", ".logs"),
            ("comparison", ".comparison"),
            ("benchmarks", ".benchmarks"),
            (1, "[1]"),
        ]
    ],
    (
        at(*GP, "optimizer"),
        "tpe",
        "studies.gp.optimizer: found 'tpe', expected one of gp, forest, gbrt, random, grid, .*",
    ),
    (at(*GP, "acq_func"), "ei", "studies.gp.acq_func: found 'ei', expected one of EI, LCB, PI"),
    (at(*GP, "xi"), -0.1, "studies.gp.xi: found -0.1, expected a number >= 0"),
    (
        at(*GP, "lie"),
        "max",
        "studies.gp.lie: found 'max', expected one of predicted, best, mean, worst",
    ),
    (
        at(*GP, "forest"),
        "RF",
        "studies.gp.forest: found 'RF', expected nothing, since optimizer is gp (it is for forest)",
    ),
    (
        at(*GP, "kappa"),
        3,
        "studies.gp.kappa: found 3.0, expected nothing, since acq_func is EI (it is for LCB)",
    ),
    (
        at(*GP),
        {"optimizer": "random", "xi": 0.1},
        "studies.gp.xi: found 0.1, expected nothing, since optimizer is random (it is for gp, .*",
    ),
    (
        at(*GP),
        {"optimizer": "random", "n_initial_points": 5},
        "studies.gp.n_initial_points: found 5, expected nothing, since optimizer is random .*",
    ),
    *[
        (at(*GP), study, "studies.gp" + line)
        for study, line in [
            (
                {"grid": {"learning_rate": 4}},
                ".grid: found a mapping, expected nothing, since optimizer is gp (it is for grid)",
            ),
            (
                {"optimizer": "grid", "points": [{}]},
                ".points: found a list of 1 item, expected nothing, since optimizer is grid .*",
            ),
            (
                {"optimizer": "grid", "grid": {"learning_rate": 1}},
                ".grid.learning_rate: found 1, expected an integer from 2 to 1000",
            ),
            (
                {"optimizer": "grid", "grid": {"num_dense_layers": 6}},
                ".grid.num_dense_layers: found 6, expected an integer from 2 to 5",
            ),
            (
                {"optimizer": "grid", "grid": {"activation": 2}},
                ".grid.activation: found an unknown key, expected one of learning_rate, num_den.*",
            ),
            (
                {"optimizer": "grid", "grid": {"num_dense_layers": 2}, "n_calls": 102},
                ".n_calls: found 102, expected an integer <= 101, the number of points .*",
            ),
            (
                {"optimizer": "manual"},
                ".points: found an empty list, expected a list of at least 1 item",
            ),
            ({"optimizer": "manual", "points": [3]}, ".points[0]: found 3, expected a mapping"),
            (
                {"optimizer": "manual", "points": [POINT | {"learning_rate": 1}]},
                ".points[0].learning_rate: found 1.0, expected a number from 1e-06 to 0.01",
            ),
            (
                {"optimizer": "manual", "points": [POINT | {"dropout": 1}]},
                ".points[0].dropout: found an unknown key, expected one of learning_rate, .*",
            ),
            (
                {"optimizer": "manual", "points": [POINT, POINT | {"learning_rate": "1e-3"}]},
                ".points[1]: found a mapping again, expected each item only once",
            ),
            (
                {"optimizer": "manual", "points": [POINT], "n_calls": 3},
                ".n_calls: found 3, expected an integer <= 2, the number of points .*",
            ),
        ]
    ],
    (at(*GP, "n_calls"), 0, "studies.gp.n_calls: found 0, expected an integer >= 1"),
    (at(*GP, "stop_after"), 5, "studies.gp.stop_after: found 5, expected a mapping or null"),
    (
        at(*GP, "stop_after"),
        {},
        "studies.gp.stop_after.no_improvement: found nothing, expected an integer >= 1",
    ),
    (
        at(*GP, "stop_after"),
        {"no_improvement": 0},
        "studies.gp.stop_after.no_improvement: found 0, expected an integer >= 1",
    ),
    (
        at(*GP, "stop_after"),
        {"no_improvement": 5, "no_improvements": 5},
        "studies.gp.stop_after.no_improvements: found an unknown key, expected one of .*",
    ),
    (
        at(*GP, "stop_after"),
        {"no_improvement": 30},
        "studies.gp.stop_after.no_improvement: found 30, expected an integer below the number of "
        "trials after the initial design (30), or a larger n_calls: it can never end the search",
    ),
    (
        at(*GP),
        {"optimizer": "random", "n_calls": 9, "stop_after": {"no_improvement": 8}},
        "studies.gp.stop_after.no_improvement: found 8, expected an integer below the number of "
        "trials after the first (8), or a larger n_calls: it can never end the search",
    ),
    (
        at(*GP),
        {"optimizer": "manual", "points": [POINT], "stop_after": {"no_improvement": 1}},
        "studies.gp.stop_after.no_improvement: found 1, expected .* after the first (1), or .*",
    ),
    (at(*GP, "confirm"), 41, "studies.gp.confirm: found 41, expected an integer <= n_calls (40)"),
    (
        at(*GP),
        {"optimizer": "manual", "points": [POINT], "confirm": 3},
        "studies.gp.confirm: found 3, expected an integer <= n_calls (2)",
    ),
    (
        at(*GP, "n_calls"),
        9,
        "studies.gp.n_calls: found 9, expected an integer >= n_initial_points (10), or .*",
    ),
    (
        at(*GP, "n_initial_points"),
        0,
        "studies.gp.n_initial_points: found 0, expected an integer >= 1",
    ),
    (
        at(*GP, "initial_point_generator"),
        "grid",
        "studies.gp.initial_point_generator: found 'grid', expected one of random, lhs, sobol, .*",
    ),
    (at(*GP, "window"), 0, "studies.gp.window: found 0, expected an integer >= 1"),
    (at(*GP, "window"), None, "studies.gp.window: found null, expected an integer >= 1"),
    (at(*GP, "seed"), -1, "studies.gp.seed: found -1, expected an integer from 0 to .* or null"),
    (at(*GP, "seed"), [], "studies.gp.seed: found an empty list, expected an integer from 0 .*"),
    (at(*GP, "seed"), [1, -1], "studies.gp.seed[1]: found -1, expected an integer from 0 to .*"),
    (at(*GP, "seed"), [1, 1], "studies.gp.seed[1]: found 1 again, expected each item only once"),
    (at(*GP, "windows"), 3, "studies.gp.windows: found an unknown key, .* (did you mean window?)"),
]


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_each_mistake_in_a_study_is_one_line_with_key_found_and_expected(path, value, line):
    assert_one_line(path, value, line)


@pytest.mark.parametrize(("path", "value", "line"), MISTAKES, ids=map(name_of, MISTAKES))
def test_the_reader_and_jsonschema_agree_on_a_study(path, value, line):
    assert_reader_and_jsonschema_agree(path, value, line)


def test_a_search_may_be_patient_up_to_its_last_trial_but_one():
    for study in (
        {"stop_after": {"no_improvement": 29}},
        {"optimizer": "random", "n_calls": 9, "stop_after": {"no_improvement": 7}},
    ):
        valid = validate_config(changed(GP, study))
        assert valid["studies"]["gp"]["stop_after"] == study["stop_after"]


def test_a_study_may_be_all_initial_design():
    validate_config(changed(("studies", "gp", "n_calls"), 10))


def test_a_study_needs_no_more_calls_than_the_initial_design_that_it_does_not_have():
    validate_config(changed(("studies", "gp"), {"optimizer": "random", "n_calls": 3}))


def test_the_default_of_a_setting_that_a_study_has_no_use_for_may_stand():
    for optimizer in ("gp", "forest", "gbrt", "random"):
        validate_config(changed(("studies", "gp", "optimizer"), optimizer))


@pytest.mark.parametrize(
    ("study", "n_calls"),
    [
        ({}, 40),
        ({"optimizer": "random"}, 40),
        ({"optimizer": "grid"}, 5 * 5 * 5 * 2 + 1),  # the default parameters are not on it
        ({"optimizer": "grid", "grid": {"num_dense_nodes": 3}}, 5 * 5 * 3 * 2 + 1),
        ({"optimizer": "grid", "n_calls": 7}, 7),
        ({"optimizer": "manual", "points": [POINT]}, 2),
        ({"optimizer": "manual", "points": [POINT | {"learning_rate": "1e-5"}]}, 1),
        ({"optimizer": "manual", "points": [POINT], "n_calls": 1}, 1),
    ],
)
def test_a_search_that_is_not_told_how_many_calls_makes_all_it_can_or_forty(study, n_calls):
    valid = validate_config(changed(("studies", "gp"), study))
    assert valid["studies"]["gp"]["n_calls"] == n_calls
    again = validate_study(
        valid["studies"]["gp"], valid["search_space"], valid["default_parameters"]
    )
    assert again["study"] == valid["studies"]["gp"]


def test_a_grid_has_few_values_where_there_are_few():
    space = {"x": {"type": "integer", "low": 1, "high": 3}, "y": REAL}
    study = validate_study({"optimizer": "grid", "grid": {"y": 2}}, space)["study"]
    assert study["grid"] == {"x": 3, "y": 2}
    assert study["n_calls"] == 6


def test_a_window_may_be_larger_than_the_study():
    validate_config(changed(("studies", "gp", "window"), 1000))
