import json
import pickle
from dataclasses import replace

import pytest

from sametrials.results.optimize_result import optimize_result
from simulated import ACCURACY, LOSS


@pytest.mark.parametrize("optimizer", ["gp", "forest", "gbrt", "random", "grid", "manual"])
def test_the_result_is_scikit_optimize_s_with_plain_values_and_a_surrogate(
    study, records, optimizer
):
    result = optimize_result(replace(study, optimizer=optimizer), records)
    best = max(records, key=lambda record: record.value)
    assert result.x == list(best.hyper_parameters.values())
    assert result.fun == -best.value
    assert type(result.fun) is float
    assert json.loads(json.dumps(result.x_iters)) == [
        list(record.hyper_parameters.values()) for record in records
    ]
    assert [dimension.name for dimension in result.space] == list(study.search_space)
    assert len(result.models) == 1
    assert "func" not in result.specs["args"]
    assert b"sametrials" not in pickle.dumps(result)  # it opens where this library is not


def test_a_minimised_metric_is_the_value_itself_and_the_best_the_lowest(study, loss_records):
    result = optimize_result(replace(study, objective=LOSS), loss_records)
    best = min(loss_records, key=lambda record: record.value)
    assert result.fun == best.value
    assert result.x == list(best.hyper_parameters.values())
    assert list(result.func_vals) == [record.value for record in loss_records]


def test_a_failed_trial_has_the_value_of_the_worst_of_the_others(study, records, loss_records):
    for objective, trials in ((ACCURACY, records), (LOSS, loss_records)):
        failed = [replace(trials[0], state="failed", value=None), *trials[1:]]
        result = optimize_result(replace(study, objective=objective), failed)
        assert result.func_vals[0] == max(result.func_vals[1:])
        assert result.states == ["failed"] + ["complete"] * 5


def test_what_it_was_made_with_names_the_objective(study, loss_records):
    result = optimize_result(replace(study, objective=LOSS), loss_records)
    assert result.specs["args"]["objective"] == {
        "metric": "val_loss",
        "direction": "minimize",
        "epoch": "last",
    }
