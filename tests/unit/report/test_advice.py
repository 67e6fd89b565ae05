from dataclasses import replace

import pytest
from reported import POINT, SPACE, confirmed, facts

from sametrials.report.advice import advice, edges
from simulated import LOSS, record_of

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


def test_a_loss_that_falls_is_improving_and_one_that_rises_is_not():
    losses = (1e-5, 3e-5, 8e-5)
    (said,) = advice(facts(losses, objective=LOSS, history=(9e-5, 4e-5, 1e-5)))
    assert "training.epochs" in said
    assert advice(facts(losses, objective=LOSS, history=(1e6, 1e-5, 4e-5))) == []


def test_searched_epochs_are_to_be_widened_where_they_are_at_their_edge():
    space = SPACE | {"epochs": {"type": "integer", "low": 1, "high": 9, "prior": "uniform"}}
    study = facts(SPREAD, history=(0.7, 0.8, 0.9))
    study = study._replace(
        config=study.config | {"search_space": space},
        best=replace(study.best, hyper_parameters=POINT | {"epochs": 9}),
    )
    (said,) = advice(study)
    assert "search_space.epochs.high" in said
    fewer = replace(study.best, hyper_parameters=POINT | {"epochs": 3})
    assert advice(study._replace(best=fewer)) == []


def test_a_best_trial_that_came_late_asks_for_more_trials():
    late = (0.99, *(0.5,) * 9)
    (said,) = advice(facts(late, best_trial=9))
    assert "n_calls" in said
    assert advice(facts(late, best_trial=3)) == []


@pytest.mark.parametrize(
    "settings", [{"n_calls": 20}, {"optimizer": "grid"}, {"optimizer": "manual"}]
)
def test_n_calls_is_not_to_be_raised_where_it_did_not_end_the_search(settings):
    assert advice(facts((0.99, *(0.5,) * 9), best_trial=9, **settings)) == []


def test_trials_that_cannot_be_told_apart_ask_for_confirmation_until_they_have_it():
    close = (0.99, 0.989, 0.7)
    (said,) = advice(facts(close))
    assert said.startswith("2 trials cannot be told apart: confirm: 2 ")
    assert advice(facts(close, confirmed=confirmed([(0.99, 0.9, 0.9)]))) == []


def test_losses_ask_for_confirmation_only_if_they_are_equal():
    assert advice(facts((0.1, 0.1001, 0.2), objective=LOSS)) == []
    (said,) = advice(facts((0.1, 0.1, 0.2), objective=LOSS))
    assert said.startswith("2 trials have the same validation loss: confirm: 2 ")


def test_failures_come_first():
    said = advice(facts(failed=[record_of(3, None, error="out of memory")]))
    assert said[0].startswith("1 of 4 trials failed")


def test_a_model_that_is_no_better_than_the_mean_is_told():
    said = advice(facts(measures={"r2": -0.25, "mae": 1.0, "rmse": 2.0}))
    assert any("no better than their mean would (R² is -0.25)" in each for each in said)
    said = advice(facts(measures={"r2": 0.25, "mae": 1.0, "rmse": 2.0}))
    assert not any("mean would" in each for each in said)
