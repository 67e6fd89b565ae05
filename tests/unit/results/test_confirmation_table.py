import math

import pytest

from sametrials.results.confirmation_table import confirmation_table
from simulated import ACCURACY, LOSS, record_of

RECORDS = [record_of(0, 0.90), record_of(1, 0.80), record_of(2, 0.85)]


@pytest.mark.parametrize(("objective", "trials"), [(ACCURACY, [2, 0]), (LOSS, [0, 2])])
def test_the_trials_that_were_trained_again_are_sorted_by_their_mean(objective, trials):
    values = {0: [0.70, 0.80], 2: [0.84, 0.86]}
    again = {trial: [record_of(trial, each) for each in values[trial]] for trial in values}
    table = confirmation_table(objective, RECORDS, again).set_index("trial")
    column = objective.column
    assert list(table.index) == trials
    assert list(table["rank"]) == [1, 2]
    assert list(table.columns[1:]) == [f"mean_{column}", column, f"{column}_1", f"{column}_2", "x"]
    assert table[f"mean_{column}"].to_dict() == pytest.approx({0: 0.80, 2: 0.85})
    assert table[column].to_dict() == {0: 0.90, 2: 0.85}
    assert table[f"{column}_1"].to_dict() == {0: 0.70, 2: 0.84}
    assert table[f"{column}_2"].to_dict() == {0: 0.80, 2: 0.86}
    assert table["x"].to_dict() == {0: 0, 2: 2}


def test_a_trial_that_fails_under_a_new_seed_has_the_worst_value_in_its_mean():
    again = {0: [record_of(0, 0.9), record_of(0, None)], 1: [record_of(1, 0.7)] * 2}
    table = confirmation_table(ACCURACY, RECORDS, again)
    assert list(table["trial"]) == [1, 0]
    assert table["accuracy_2"].isna().to_list() == [False, True]
    assert table["mean_accuracy"].to_list() == pytest.approx([2.2 / 3, 0.6])


def test_where_no_value_is_the_worst_its_mean_is_empty_and_it_comes_last():
    again = {0: [record_of(0, 0.9), record_of(0, None)], 1: [record_of(1, 9.7)] * 2}
    table = confirmation_table(LOSS, RECORDS, again)
    assert list(table["trial"]) == [1, 0]
    assert table["mean_val_loss"][0] == pytest.approx(20.2 / 3)
    assert math.isnan(table["mean_val_loss"][1])


def test_without_confirmations_the_table_is_empty():
    assert confirmation_table(ACCURACY, RECORDS, {}).empty
