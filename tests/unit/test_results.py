import csv
import json
import pickle
from dataclasses import replace

import pandas as pd
import pytest
import skopt

from hpo.common.csv_tables import read_csv, write_csv
from hpo.common.errors import SearchError
from hpo.results.collect import collect
from hpo.results.optimize_result import optimize_result
from hpo.results.trial_tables import learning_curves_table, timings_table, trials_table
from hpo.search.of_a_function import run_study
from hpo.trials.manifest import manifest
from hpo.trials.record import TrialRecord, write_record
from hpo.trials.trial_files import TrialFiles
from simulated import accuracy


@pytest.fixture
def records(study):
    ran = run_study(
        study.search_space,
        {"n_calls": 6, "n_initial_points": 4, "window": 3, "seed": 1},
        accuracy,
        study.default_parameters,
    )
    return [
        replace(record, worker=0, fingerprint={"settings": "s", "history": str(record.trial)})
        for record in ran
    ]


def test_the_table_is_sorted_by_accuracy_and_then_by_trial():
    records = [TrialRecord(k, "complete", {"x": k}, a) for k, a in enumerate([0.5, 0.9, 0.5, 0.9])]
    table = trials_table(records)
    assert list(table.columns) == ["rank", "trial", "state", "accuracy", "x"]
    assert table["trial"].to_list() == [1, 3, 0, 2]
    assert table["rank"].to_list() == [1, 2, 3, 4]


def test_the_table_opens_in_pandas_and_a_spreadsheet_as_it_is(tmp_path):
    """Whatever a failed trial lacks and a text has in it, each column keeps its kind."""
    points = [{"rate": 1e-6 / 3, "layers": n, "wide": n > 1, "kind": 'a, "b"'} for n in (1, 2)]
    records = [
        TrialRecord(0, "complete", points[0], 0.1 + 0.2),
        TrialRecord(1, "failed", points[1], None, error="why"),
    ]
    write_csv(trials_table(records), tmp_path / "trials.csv")
    table = pd.read_csv(tmp_path / "trials.csv", float_precision="round_trip")
    kinds = {"rank": "int64", "trial": "int64", "state": "object", "accuracy": "float64"}
    kinds |= {"rate": "float64", "layers": "int64", "wide": "bool", "kind": "object"}
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
    table = timings_table([TrialRecord(0, "complete", {}, 0.5, timings=timings, worker=1)])
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
            TrialRecord(0, "complete", {}, 0.3, history=history(0.25, 0.3)),
            TrialRecord(1, "failed", {}, None, history={}),
            TrialRecord(2, "failed", {}, None, history=history(0.1) | {"loss": [None]}),
        ]
    )
    assert list(table) == ["trial", "epoch", "accuracy", "loss", "val_accuracy", "val_loss"]
    assert table.fillna(-1).to_numpy().tolist() == [
        [0, 1, 0.25, 0.25, 0.25, 0.25],
        [0, 2, 0.3, 0.3, 0.3, 0.3],
        [2, 1, 0.1, -1, 0.1, 0.1],
    ]


def test_without_a_curve_the_table_has_its_columns():
    table = learning_curves_table([TrialRecord(0, "complete", {}, 0.3)])
    assert list(table) == ["trial", "epoch", "accuracy", "loss", "val_accuracy", "val_loss"]
    assert table.empty


@pytest.mark.parametrize("optimizer", ["gp", "forest", "gbrt", "random", "grid", "manual"])
def test_the_result_is_scikit_optimize_s_with_plain_values_and_a_surrogate(
    study, records, optimizer
):
    result = optimize_result(replace(study, optimizer=optimizer), records)
    best = max(records, key=lambda record: record.accuracy)
    assert result.x == list(best.hyper_parameters.values())
    assert result.fun == -best.accuracy
    assert type(result.fun) is float
    assert json.loads(json.dumps(result.x_iters)) == [
        list(record.hyper_parameters.values()) for record in records
    ]
    assert [dimension.name for dimension in result.space] == list(study.search_space)
    assert len(result.models) == 1
    assert "func" not in result.specs["args"]
    assert b"hpo" not in pickle.dumps(result)  # it opens where this library is not


@pytest.fixture
def folder(tmp_path, records):
    files = TrialFiles(tmp_path / "gp")
    for record in records:
        write_record(files.record(record.trial), record)
    best = max(records, key=lambda record: record.accuracy)
    files.model(best.trial).write_text("the best model")
    return files.folder


def run_collect(study, search, folder):
    names = ("trials", "timings", "learning_curves", "result", "best_trial", "best_model")
    collect(study, search, folder, **{name: folder / f"made_{name}" for name in names})


def test_what_is_collected_is_made_from_the_records(study, records, folder):
    run_collect(study, manifest(records, {}), folder)
    best = max(records, key=lambda record: record.accuracy)
    assert pd.read_csv(folder / "made_trials")["trial"][0] == best.trial
    assert json.loads((folder / "made_best_trial").read_text())["trial"] == best.trial
    assert (folder / "made_best_model").read_text() == "the best model"
    assert skopt.load(folder / "made_result").x == list(best.hyper_parameters.values())


def test_the_first_trials_of_a_folder_can_be_collected_alone(study, records, folder):
    best = max(records[:4], key=lambda record: record.accuracy)
    TrialFiles(folder).model(best.trial).write_text("the best model of four")
    run_collect(study, manifest(records[:4], {}), folder)
    assert len(pd.read_csv(folder / "made_trials")) == 4


@pytest.mark.parametrize("damage", ["gone", "truncated", "another"])
def test_a_record_that_is_not_the_manifest_s_is_named_with_what_to_do(
    study, records, folder, damage
):
    path = TrialFiles(folder).record(3)
    if damage == "gone":
        path.unlink()
    elif damage == "truncated":
        path.write_text(path.read_text()[:40])
    else:
        write_record(path, replace(records[3], fingerprint={"settings": "t", "history": "3"}))
    with pytest.raises(SearchError, match=r"0003\.json(.|\n)*--forcerun run_search"):
        run_collect(study, manifest(records, {}), folder)


def test_a_category_that_pandas_would_take_for_nothing_is_read_back(tmp_path):
    table = pd.DataFrame({"activation": ["None", "NA", "relu"], "accuracy": [0.1 + 0.2, None, 1.0]})
    write_csv(table, tmp_path / "table.csv")
    assert read_csv(tmp_path / "table.csv").equals(table)
