import csv

import pandas as pd
import pytest

from sametrials.common.csv_tables import read_csv, write_csv
from sametrials.results.trial_tables import learning_curves_table, timings_table, trials_table
from sametrials.study.objective import Objective
from simulated import ACCURACY, LOSS, record_of


@pytest.mark.parametrize(
    ("objective", "column", "trials"),
    [
        (ACCURACY, "accuracy", [1, 3, 0, 2]),
        (LOSS, "val_loss", [0, 2, 1, 3]),
        (Objective("val_f1_score"), "val_f1_score", [1, 3, 0, 2]),
    ],
)
def test_the_table_is_sorted_by_the_objective_and_then_by_trial(objective, column, trials):
    values = [0.5, 0.9, 0.5, 0.9]
    records = [record_of(k, value, metric=objective.metric) for k, value in enumerate(values)]
    table = trials_table(objective, records)
    assert list(table.columns) == ["rank", "trial", "state", column, "x"]
    assert table["trial"].to_list() == trials
    assert table["rank"].to_list() == [1, 2, 3, 4]


@pytest.mark.parametrize("objective", [ACCURACY, LOSS])
def test_pruned_trials_come_after_complete_ones_and_failed_ones_last_without_a_value(objective):
    records = [record_of(0, None), record_of(1, 0.1, "pruned"), record_of(2, 0.9, "pruned")]
    records += [record_of(3, 0.5)]
    table = trials_table(objective, records)
    assert table["state"].to_list() == ["complete", "pruned", "pruned", "failed"]
    assert table["trial"].to_list() == [3, *([2, 1] if objective is ACCURACY else [1, 2]), 0]
    assert table[objective.column].isna().to_list() == [False] * 3 + [True]


@pytest.mark.parametrize("value", [1e-5 / 3, 1e6 / 3, -2.5])
def test_a_value_of_any_size_is_read_back_to_the_last_bit(tmp_path, value):
    write_csv(trials_table(LOSS, [record_of(0, value)]), tmp_path / "trials.csv")
    assert read_csv(tmp_path / "trials.csv")["val_loss"].to_list() == [value]


def test_the_table_opens_in_pandas_and_a_spreadsheet_as_it_is(tmp_path):
    """Whatever a failed trial lacks and a text has in it, each column keeps its kind."""
    points = [{"rate": 1e-6 / 3, "layers": n, "wide": n > 1, "kind": 'a, "b"'} for n in (1, 2)]
    records = [
        record_of(0, 0.1 + 0.2, hyper_parameters=points[0]),
        record_of(1, None, hyper_parameters=points[1], error="why"),
    ]
    write_csv(trials_table(ACCURACY, records), tmp_path / "trials.csv")
    table = pd.read_csv(tmp_path / "trials.csv")
    kinds = {"rank": "int64", "trial": "int64", "state": "str", "accuracy": "float64"}
    kinds |= {"rate": "float64", "layers": "int64", "wide": "bool", "kind": "str"}
    assert table.dtypes.astype(str).to_dict() == kinds
    assert table.to_dict("records")[0]["accuracy"] == 0.1 + 0.2
    assert [{name: row[name] for name in points[0]} for row in table.to_dict("records")] == points
    with (tmp_path / "trials.csv").open(newline="") as file:
        lines = list(csv.reader(file))  # as spreadsheets read it
    assert {len(line) for line in lines} == {8}
    assert lines[2][2:4] == ["failed", ""]


def test_the_timings_are_in_seconds_behind_a_readable_start():
    timings = {"start": 1_700_000_000.25, "suggest": 0.5, "wait": 1.0}
    timings |= {"build": 0.25, "train": 2.0, "save": 0.0}
    table = timings_table([record_of(0, 0.5, timings=timings, worker=1)])
    assert table.to_dict("records") == [
        {
            **{"trial": 0, "worker": 1, "start": "2023-11-14T22:13:20.250000Z"},
            **{"suggest": 0.5, "wait": 1.0, "build": 0.25, "train": 2.0, "save": 0.0},
        }
    ]


def test_the_learning_curves_are_in_the_order_of_trials_and_epochs():
    def history(*values):
        return {name: list(values) for name in ("val_loss", "loss", "val_accuracy", "accuracy")}

    table = learning_curves_table(
        [
            record_of(0, 0.3, history=history(0.25, 0.3)),
            record_of(1, None),
            record_of(2, None, history=history(0.1) | {"loss": [None]}),
        ]
    )
    assert list(table) == ["trial", "epoch", "accuracy", "loss", "val_accuracy", "val_loss"]
    assert table.fillna(-1).to_numpy().tolist() == [
        [0, 1, 0.25, 0.25, 0.25, 0.25],
        [0, 2, 0.3, 0.3, 0.3, 0.3],
        [2, 1, 0.1, -1, 0.1, 0.1],
    ]


def test_the_learning_curves_have_whatever_metrics_the_trainings_report():
    histories = [{"val_z": [1.0], "b": [2.0]}, {"a": [3.0, 4.0], "val_z": [5.0, None]}]
    table = learning_curves_table(
        [record_of(trial, 0.3, history=history) for trial, history in enumerate(histories)]
    )
    assert list(table) == ["trial", "epoch", "a", "b", "val_z"]
    assert table.fillna(-1).to_numpy().tolist() == [
        [0, 1, -1, 2, 1],
        [1, 1, 3, -1, 5],
        [1, 2, 4, -1, -1],
    ]


def test_without_a_curve_the_table_has_its_columns():
    table = learning_curves_table([record_of(0, 0.3)])
    assert list(table) == ["trial", "epoch"]
    assert table.empty
