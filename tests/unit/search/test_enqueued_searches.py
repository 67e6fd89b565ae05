"""Points that are given change nothing of what a search is held to."""

import pytest

from simulated import DEFAULT_PARAMETERS, trials_begun

ENQUEUE = [DEFAULT_PARAMETERS | {"learning_rate": 1e-4}, {"activation": "sigmoid"}]
GIVEN = {"enqueue": ENQUEUE, "n_calls": 8}


@pytest.mark.parametrize("optimizer", ["gp", "random"])
def test_cores_kills_jobs_and_more_calls_give_the_same_trials(same_however, optimizer):
    records = same_however(**GIVEN, optimizer=optimizer)
    points = [record.hyper_parameters for record in records]
    assert points[0] == DEFAULT_PARAMETERS
    assert points[1] == ENQUEUE[0]
    assert points[2]["activation"] == "sigmoid"


def test_a_search_with_other_points_is_another_one_and_the_first_comes_back(run, begun):
    plain, _ = run(n_calls=5)
    trials_begun(begun)
    _, said = run(enqueue=ENQUEUE, n_calls=5)
    assert "5 trial records made under other settings are not used" in said
    assert trials_begun(begun) == [0, 1, 2, 3, 4]
    back, _ = run(n_calls=5)
    assert back == plain
