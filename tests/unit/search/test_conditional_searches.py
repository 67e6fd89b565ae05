"""Steps, orders, conditions and constraints change nothing of what a search is held to."""

import json
import shutil
from dataclasses import replace

import pytest

from sametrials.search.setup import setup_of
from sametrials.study.space import in_canonical_order
from searched import search_until_killed, table
from simulated import FURTHER_DIMENSIONS, SEARCH_SPACE, SimulatedTask, trials_begun

SPACE = in_canonical_order(SEARCH_SPACE | FURTHER_DIMENSIONS)


WHERE = ("num_dense_layers * num_dense_nodes <= 600", "size != 'small' or kind in [1, None]")


@pytest.mark.parametrize(("optimizer", "where"), [("gp", WHERE), ("forest", ())])
def test_cores_kills_jobs_and_more_calls_give_the_same_trials(
    study, run, jobs, begun, folder, optimizer, where
):
    settings = {"search_space": SPACE, "default_parameters": None, "n_calls": 8}
    settings |= {"n_initial_points": 5, "optimizer": optimizer, "where": where}
    records, _ = run(1, **settings)
    space = replace(study, **settings).space
    assert all(space.holds(record.hyper_parameters) for record in records)
    assert not any(space.unmet(record.hyper_parameters) for record in records)
    assert {record.hyper_parameters["momentum"] is None for record in records} == {True, False}

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


def test_what_does_not_exist_is_null_in_a_record_and_not_given_to_a_trial(run, folder):
    settings = {"search_space": SPACE, "default_parameters": None, "optimizer": "random"}
    records, _ = run(1, **settings, n_calls=6)
    for record in records:
        written = json.loads((folder / "trials" / f"{record.trial:04d}.json").read_text())
        point = written["hyper_parameters"]
        assert list(point) == list(SPACE)
        assert (point["momentum"] is None) == (point["activation"] == "relu")
        assert type(point["kind"]) is type(record.hyper_parameters["kind"])
