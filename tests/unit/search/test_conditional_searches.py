"""Steps, orders, conditions and constraints change nothing of what a search is held to."""

import json
from dataclasses import replace

import pytest

from sametrials.study.space import in_canonical_order
from simulated import FURTHER_DIMENSIONS, SEARCH_SPACE

SPACE = in_canonical_order(SEARCH_SPACE | FURTHER_DIMENSIONS)


WHERE = ("num_dense_layers * num_dense_nodes <= 600", "size != 'small' or kind in [1, None]")


@pytest.mark.parametrize(("optimizer", "where"), [("gp", WHERE), ("forest", ())])
def test_cores_kills_jobs_and_more_calls_give_the_same_trials(
    study, same_however, optimizer, where
):
    settings = {"search_space": SPACE, "default_parameters": None, "n_calls": 8}
    settings |= {"n_initial_points": 5, "optimizer": optimizer, "where": where}
    points = [record.hyper_parameters for record in same_however(**settings)]
    space = replace(study, **settings).space
    assert all(map(space.holds, points))
    assert not any(map(space.unmet, points))
    assert {point["momentum"] is None for point in points} == {True, False}


def test_what_does_not_exist_is_null_in_a_record_and_not_given_to_a_trial(run, folder):
    settings = {"search_space": SPACE, "default_parameters": None, "optimizer": "random"}
    records, _ = run(1, **settings, n_calls=6)
    for record in records:
        written = json.loads((folder / "trials" / f"{record.trial:04d}.json").read_text())
        point = written["hyper_parameters"]
        assert list(point) == list(SPACE)
        assert (point["momentum"] is None) == (point["activation"] == "relu")
        assert type(point["kind"]) is type(record.hyper_parameters["kind"])
