import pandas as pd
import pytest
from reported import POINT, SPACE, facts

from hpo.report.advice import advice, edges
from hpo.trials.record import TrialRecord

SPREAD = (0.99, 0.8, 0.7)  # told apart


def test_there_is_none_where_nothing_stands_out():
    assert advice(facts(SPREAD)) == []


@pytest.mark.parametrize(
    ("value", "edge"),
    [(1e-6, "low"), (1.1e-6, "low"), (2e-6, None), (1e-3, None), (9.9e-3, "high"), (1e-2, "high")],
)
def test_an_edge_is_one_on_the_scale_of_the_dimension(value, edge):
    found = edges(SPACE, POINT | {"learning_rate": value})
    assert found == ({} if edge is None else {"learning_rate": edge})


def test_a_best_value_at_an_edge_is_to_be_widened():
    (said,) = advice(facts(SPREAD, best=POINT | {"num_dense_layers": 5}))
    assert "widen search_space.num_dense_layers.high" in said


def test_a_network_that_is_still_improving_is_to_be_trained_for_longer():
    (said,) = advice(facts(SPREAD, history=(0.7, 0.8, 0.9)))
    assert "training.epochs" in said
    assert advice(facts(SPREAD, history=(0.9,))) == []


def test_searched_epochs_are_to_be_widened_where_they_are_at_their_edge():
    space = SPACE | {"epochs": {"type": "integer", "low": 1, "high": 9, "prior": "uniform"}}
    study = facts(SPREAD, history=(0.7, 0.8, 0.9))
    study = study._replace(
        config=study.config | {"search_space": space},
        best=TrialRecord(1, "complete", POINT | {"epochs": 9}, 0.99, history=study.best.history),
    )
    (said,) = advice(study)
    assert "search_space.epochs.high" in said
    fewer = TrialRecord(1, "complete", POINT | {"epochs": 3}, 0.99, history=study.best.history)
    assert advice(study._replace(best=fewer)) == []


def test_epochs_that_are_the_same_for_every_trial_are_raised_where_they_stand():
    study = facts(SPREAD, history=(0.7, 0.8, 0.9))
    (said,) = advice(study._replace(config=study.config | {"constants": {"epochs": 3}}))
    assert "constants.epochs" in said


def test_a_best_trial_that_came_late_asks_for_more_trials():
    late = (0.99, *(0.5,) * 9)
    (said,) = advice(facts(late, best_trial=9))
    assert "n_calls" in said
    assert advice(facts(late, best_trial=3)) == []


@pytest.mark.parametrize("settings", [{"n_calls": 20}, {"optimizer": "grid"}])
def test_n_calls_is_not_to_be_raised_where_it_did_not_end_the_search(settings):
    study = facts((0.99, *(0.5,) * 9), best_trial=9)
    (name, known) = next(iter(study.config["studies"].items()))
    changed = study.config | {"studies": {name: known | settings}}
    assert advice(study._replace(config=changed)) == []


def test_trials_that_cannot_be_told_apart_ask_for_confirmation_until_they_have_it():
    close = (0.99, 0.989, 0.7)
    (said,) = advice(facts(close))
    assert "confirm: 2" in said
    assert advice(facts(close, confirmed=pd.DataFrame({"mean_accuracy": [0.9]}))) == []


def test_failures_come_first():
    failed = TrialRecord(3, "failed", POINT, None, error="out of memory")
    said = advice(facts(failed=[failed]))
    assert said[0].startswith("1 of 4 trials failed")
