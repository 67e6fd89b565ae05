"""Points that are given change nothing of what a search is held to."""

import shutil
from dataclasses import replace

import pytest

from sametrials.search.setup import setup_of
from searched import search_until_killed, table
from simulated import DEFAULT_PARAMETERS, SimulatedTask, trials_begun

ENQUEUE = [DEFAULT_PARAMETERS | {"learning_rate": 1e-4}, {"activation": "sigmoid"}]
GIVEN = {"enqueue": ENQUEUE, "n_calls": 8}


@pytest.mark.parametrize("optimizer", ["gp", "random"])
def test_cores_kills_jobs_and_more_calls_give_the_same_trials(
    study, run, jobs, begun, folder, optimizer
):
    settings = GIVEN | {"optimizer": optimizer}
    records, _ = run(1, **settings)
    points = [record.hyper_parameters for record in records]
    assert points[0] == DEFAULT_PARAMETERS
    assert points[1] == ENQUEUE[0]
    assert points[2]["activation"] == "sigmoid"

    shutil.rmtree(folder)
    (begun / "hang-2").touch()
    setup = setup_of(replace(study, **settings), SimulatedTask(begun))
    search_until_killed(setup, folder, lambda: (folder / "trials" / "0004.json").exists())
    (begun / "hang-2").unlink()
    assert table(run(3, **settings)[0]) == table(records)

    shutil.rmtree(folder)
    jobs(**settings).all()
    trials_begun(begun)
    assert table(run(3, **settings)[0]) == table(records)
    assert trials_begun(begun) == []

    extended, _ = run(3, **settings | {"n_calls": 11})
    assert table(extended[:8]) == table(records)
    assert trials_begun(begun) == [8, 9, 10]


def test_a_search_with_other_points_is_another_one_and_the_first_comes_back(run, begun):
    plain, _ = run(n_calls=5)
    trials_begun(begun)
    _, said = run(enqueue=ENQUEUE, n_calls=5)
    assert "5 trial records made under other settings are not used" in said
    assert trials_begun(begun) == [0, 1, 2, 3, 4]
    back, _ = run(n_calls=5)
    assert back == plain
