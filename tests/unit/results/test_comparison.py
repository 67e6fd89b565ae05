import math

import pandas as pd
import pytest

from compared import finished, replicates
from sametrials.common.csv_tables import write_csv
from sametrials.results.comparison import (
    best_by_time,
    best_by_trial,
    comparison_table,
    read_studies,
    seconds_to_end,
)
from sametrials.results.trial_tables import timings_table, trials_table
from simulated import ACCURACY, LOSS, record_of

NAN = math.nan


def table_of(studies, test_accuracy=0.98):
    return comparison_table(studies, {study.name: test_accuracy for study in studies})


@pytest.mark.parametrize("objective", [ACCURACY, LOSS])
def test_the_tables_of_a_study_are_read_in_the_order_of_the_trials(tmp_path, objective):
    records = [
        record_of(trial, value, timings={"start": 100.0 + trial}, worker=0)
        for trial, value in enumerate([0.1, 0.3, 1 / 3])
    ]
    write_csv(trials_table(objective, records), tmp_path / "trials.csv")
    write_csv(timings_table(records), tmp_path / "timings.csv")
    [study] = read_studies(
        [{"name": "gp-7", "strategy": "gp", "seed": 7}],
        [tmp_path / "trials.csv"],
        [tmp_path / "timings.csv"],
        objective.identity(),
    )
    assert (study.name, study.strategy, study.seed) == ("gp-7", "gp", 7)
    assert study.objective == objective
    assert list(study.trials[objective.column].items()) == [(0, 0.1), (1, 0.3), (2, 1 / 3)]
    assert list(study.timings.index) == [0, 1, 2]


def test_the_best_so_far_is_counted_from_the_first_trial():
    assert best_by_trial(finished(values=[0.5, 0.9, 0.8])).to_dict() == {1: 0.5, 2: 0.9, 3: 0.9}


def test_only_complete_trials_can_be_best_but_all_are_counted():
    study = finished(
        values=[None, 0.9, 0.5, None, 0.6],
        states=["failed", "pruned", "complete", "failed", "complete"],
    )
    best = best_by_trial(study)
    assert best[:2].isna().all()
    assert best[2:].to_dict() == {3: 0.5, 4: 0.5, 5: 0.6}


def test_of_a_minimised_metric_the_lowest_is_the_best_so_far():
    study = finished(values=[0.5, 0.9, 0.2], objective=LOSS, starts=[0, 0, 1])
    assert best_by_trial(study).to_dict() == {1: 0.5, 2: 0.5, 3: 0.2}
    study.timings.loc[0, "train"] = 20.0
    assert best_by_time(study).to_dict() == pytest.approx({10: 0.9, 11: 0.2, 20: 0.2})
    study = finished(values=[None, 0.9, 0.1], states=["failed", "complete", "pruned"])
    assert best_by_trial(study)[1:].to_dict() == {2: 0.9, 3: 0.9}


def test_a_trial_ends_after_all_its_phases_counted_from_the_first_suggestion():
    study = finished(values=[0.5, 0.6], suggest=2.0, seconds=10.0)
    assert seconds_to_end(study).to_list() == pytest.approx([12, 24])


def test_trials_side_by_side_share_the_time_and_may_overtake():
    study = finished(values=[0.9, 0.5], starts=[0, 3])
    study.timings.loc[0, "train"] = 20.0
    assert seconds_to_end(study).to_dict() == pytest.approx({0: 20, 1: 13})
    assert best_by_time(study).to_dict() == pytest.approx({13: 0.5, 20: 0.9})


def test_a_trial_may_be_suggested_while_another_is_trained():
    study = finished(values=[0.5, 0.6], starts=[0, 5])
    study.timings.loc[1, "suggest"] = 3.0
    assert seconds_to_end(study).to_list() == pytest.approx([10, 15])


def test_a_long_trial_bridges_the_time_between_short_ones():
    study = finished(values=[0.5, 0.6, 0.7], starts=[0, 3, 12], seconds=2.0)
    study.timings.loc[0, "train"] = 20.0
    assert seconds_to_end(study).to_list() == pytest.approx([20, 5, 14])


def test_a_pause_between_two_runs_is_not_counted():
    study = finished(values=[0.5, 0.6, 0.7, 0.8], starts=[0, 5, 1000, 1008])
    assert seconds_to_end(study).to_list() == pytest.approx([10, 15, 25, 33])


def test_a_trial_without_timings_of_some_phases_ends_after_the_others():
    study = finished(values=[0.5, None])
    study.timings.loc[1, ["build", "train", "save"]] = NAN
    study.timings.loc[1, "wait"] = 4.0
    assert seconds_to_end(study).to_list() == pytest.approx([10, 14])
    assert table_of([study])["training_seconds"][0] == 10


def test_suggestions_that_nobody_timed_take_no_time():
    study = finished(values=(0.5, 0.9), starts=(0, 12), suggest=float("nan"))
    assert seconds_to_end(study).to_list() == pytest.approx([10, 20])  # the pause is not counted


def test_the_table_has_a_row_of_each_study():
    grid = finished("grid", [*[0.5] * 9, 0.6, *[0.7] * 10, 0.9], seed=3)
    manual = finished("manual", [0.8, None, 0.4], states=["complete", "failed", "pruned"])
    table = comparison_table([grid, manual], {"grid": 0.88, "manual": 0.77})
    first, second = table.fillna(-1).to_dict("records")
    assert first == {
        **{"strategy": "grid", "study": "grid", "seed": 3},
        **{"trials": 21, "complete": 21, "pruned": 0, "failed": 0},
        **{"accuracy_after_10": 0.6, "accuracy_after_20": 0.7},
        **{"accuracy_after_30": -1, "accuracy_after_40": -1},
        **{"accuracy": 0.9, "test_accuracy": 0.88},
        **{"training_seconds": 210.0, "wall_seconds": 210.0},
        **{column: -1 for column in table if column.endswith("_sd")},
    }
    assert (second["trials"], second["complete"], second["pruned"], second["failed"]) == (
        3,
        1,
        1,
        1,
    )
    assert (second["accuracy"], second["accuracy_after_10"]) == (0.8, -1)


def test_the_table_has_the_metric_under_its_own_name_and_the_best_is_the_lowest():
    studies = [
        finished("gp-1", [0.5, *[0.25] * 9, 0.125], objective=LOSS, strategy="gp"),
        finished("gp-2", [0.5, *[0.75] * 10], objective=LOSS, strategy="gp"),
    ]
    table = comparison_table(studies, {"gp-1": 0.2, "gp-2": NAN})
    assert not [column for column in table if "accuracy" in column]
    assert list(table["val_loss_after_10"]) == [0.25, 0.5, 0.375]
    assert list(table["val_loss"]) == [0.125, 0.5, 0.3125]
    assert table["test_loss"].fillna(-1).to_list() == [0.2, -1, -1]
    assert {"val_loss_sd", "val_loss_after_10_sd", "test_loss_sd"} <= set(table)


def test_replicates_are_followed_by_a_row_of_means_and_standard_deviations():
    table = table_of([*replicates([0.8, 0.7], [0.6, 0.9]), finished("random")])
    assert list(table["study"].fillna("")) == ["gp-1", "gp-2", "", "random"]
    assert list(table["strategy"]) == ["gp", "gp", "gp", "random"]
    summary = table.loc[2]
    assert summary["trials"] == 4
    assert summary["accuracy"] == pytest.approx(0.85)
    assert summary["accuracy_sd"] == pytest.approx(0.1 / 2**0.5, abs=1e-6)
    assert summary["wall_seconds"] == pytest.approx(20)
    assert pd.isna(summary["seed"])
    assert table.loc[[0, 1, 3], "accuracy_sd"].isna().all()


def test_a_mean_needs_a_value_of_each_replicate():
    short, long = replicates([0.5] * 9, [0.5] * 12)
    summary = table_of([short, long]).loc[2]
    assert pd.isna(summary["accuracy_after_10"])
    assert pd.isna(summary["accuracy_after_10_sd"])


def test_whole_numbers_are_written_as_such(tmp_path):
    write_csv(table_of([*replicates([0.5], [0.6]), finished("a, b")]), tmp_path / "table.csv")
    rows = (tmp_path / "table.csv").read_text().splitlines()
    assert rows[1].startswith("gp,gp-1,1,1,1,0,0,,")
    assert rows[3].startswith("gp,,,2,2,0,0,,")
    assert rows[4].startswith('"a, b","a, b",1,3,')


def test_studies_whose_trials_save_no_model_have_no_test_value():
    studies = replicates([0.1, 0.2], [0.3, 0.1])
    table = comparison_table(studies, {})
    assert table["test_accuracy"].isna().all()
    others = table.drop(columns=["test_accuracy", "test_accuracy_sd"])
    expected = table_of(studies).drop(columns=["test_accuracy", "test_accuracy_sd"])
    pd.testing.assert_frame_equal(others, expected)
