"""Suggestions meet the constraints, also where few points do."""

from dataclasses import replace

import pytest

from sametrials.common.errors import SearchError
from sametrials.config.make_study import make_study
from sametrials.search.of_a_function import run_study
from sametrials.suggest.designs import design_point

SPACE = {
    "a": {"type": "real", "low": 0.0, "high": 1.0},
    "b": {"type": "real", "low": 0.0, "high": 1.0},
    "kind": {"type": "categorical", "categories": ["x", "y", "z"]},
}


@pytest.mark.parametrize("optimizer", ["gp", "forest", "gbrt", "random"])
@pytest.mark.parametrize(
    "where", [["a + b <= 1", "kind != 'y'"], ["0.4 < a < 0.41", "0.4 < b < 0.43"]]
)
def test_each_trial_meets_them_and_none_is_repeated(optimizer, where):
    settings = {"optimizer": optimizer, "n_calls": 14}
    if optimizer != "random":
        settings["n_initial_points"] = 8
    records = run_study(SPACE, settings, lambda point: point["a"] + point["b"], where=where)
    study = make_study(SPACE, settings, where=where)
    points = [record.hyper_parameters for record in records]
    assert not any(map(study.space.unmet, points))
    assert len({repr(point) for point in points}) == 14


def test_a_surrogate_finds_the_best_point_that_meets_them():
    settings = {"n_calls": 25, "n_initial_points": 8}
    objective = {"metric": "loss", "direction": "minimize"}
    records = run_study(
        SPACE,
        settings,
        lambda point: -point["a"] - point["b"],
        objective=objective,
        where=["a + 2 * b <= 1"],
    )
    # The best corner is a = 1, b = 0.
    assert min(record.value for record in records) < -0.95


def test_where_next_to_nothing_meets_them_a_search_says_so():
    study = make_study(SPACE, {"optimizer": "random"})
    tight = replace(study, where=("0.5 < a < 0.500001", "0.5 < b < 0.501"))
    with pytest.raises(SearchError, match="found no point that meets all constraints among 100,0"):
        design_point(tight, 1, set())
