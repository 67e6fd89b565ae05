import json
from dataclasses import replace

import pandas as pd
import pytest
import skopt

from sametrials.common.errors import SearchError
from sametrials.results.collect import collect, collect_confirmations
from sametrials.trials.manifest import manifest
from sametrials.trials.model_digest import write_model_digest
from sametrials.trials.record import write_record
from sametrials.trials.trial_files import TrialFiles
from simulated import ACCURACY, LOSS, record_of


@pytest.fixture
def folder(tmp_path, records):
    return written(tmp_path / "gp", records, max(records, key=lambda record: record.value))


def written(folder, records, best):
    files = TrialFiles(folder)
    for record in records:
        write_record(files.record(record.trial), record)
    save_model(files, best.trial, "the best model")
    return files.folder


def save_model(files: TrialFiles, trial: int, text: str) -> None:
    files.model(trial).write_text(text)
    write_model_digest(files.model(trial), files.model_digest(trial))


def run_collect(study, search, folder):
    names = ("trials", "timings", "learning_curves", "result", "best_trial")
    made = {name: folder / f"made_{name}" for name in names}
    collect(study, search, folder, **made, best_model=folder / "made_best.model")


def test_what_is_collected_is_made_from_the_records(study, records, folder):
    run_collect(study, manifest(records, {}), folder)
    best = max(records, key=lambda record: record.value)
    assert pd.read_csv(folder / "made_trials")["trial"][0] == best.trial
    assert json.loads((folder / "made_best_trial").read_text())["trial"] == best.trial
    assert (folder / "made_best.model").read_text() == "the best model"
    assert skopt.load(folder / "made_result").x == list(best.hyper_parameters.values())


def test_the_first_trials_of_a_folder_can_be_collected_alone(study, records, folder):
    best = max(records[:4], key=lambda record: record.value)
    save_model(TrialFiles(folder), best.trial, "the best model of four")
    run_collect(study, manifest(records[:4], {}), folder)
    assert len(pd.read_csv(folder / "made_trials")) == 4


def test_a_model_that_is_not_the_saved_one_is_named_with_what_to_do(study, records, folder):
    best = max(records, key=lambda record: record.value)
    model = TrialFiles(folder).model(best.trial)
    for damage in (lambda: model.write_text("the best model?"), model.unlink):
        damage()
        with pytest.raises(SearchError, match=rf"{model.name}: found no such.*--forcerun run_sea"):
            run_collect(study, manifest(records, {}), folder)


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


def test_of_a_minimised_metric_the_lowest_is_collected(study, loss_records, tmp_path):
    best = min(loss_records, key=lambda record: record.value)
    folder = written(tmp_path / "gp", loss_records, best)
    run_collect(replace(study, objective=LOSS), manifest(loss_records, {}), folder)
    table = pd.read_csv(folder / "made_trials")
    assert (table["trial"][0], table["val_loss"][0]) == (best.trial, best.value)
    assert json.loads((folder / "made_best_trial").read_text())["val_loss"] == best.value
    assert (folder / "made_best.model").read_text() == "the best model"
    assert skopt.load(folder / "made_result").fun == best.value


@pytest.mark.parametrize(("objective", "best"), [(ACCURACY, 1), (LOSS, 0)])
def test_the_trials_that_were_trained_again_are_tabulated(tmp_path, objective, best):
    records = [record_of(trial, 0.5, metric=objective.metric) for trial in range(3)]
    again = {
        trial: [record_of(trial, value, metric=objective.metric)] * 2
        for trial, value in ((0, 0.25), (1, 0.75))
    }
    files = TrialFiles(tmp_path / "gp")
    for record in records:
        write_record(files.record(record.trial), record)
    for trial, trained in again.items():
        for number, record in enumerate(trained):
            write_record(files.of_new_seed(number).record(trial), record)
    search = manifest(records, again)
    space = {"x": {"type": "integer", "low": 0, "high": 9, "prior": "uniform"}}
    collect_confirmations(objective, space, search, files.folder, tmp_path / "table.csv")
    table = pd.read_csv(tmp_path / "table.csv")
    assert table["trial"].to_list() == [best, 1 - best]
    column = objective.column
    assert list(table)[:6] == [
        *("rank", "trial", f"mean_{column}", column, f"{column}_1", f"{column}_2")
    ]


def test_trials_that_save_no_model_have_all_other_results(study, folder, records):
    best = max(records, key=lambda record: record.value)
    TrialFiles(folder).model(best.trial).unlink()
    names = ("trials", "timings", "learning_curves", "result", "best_trial")
    collect(
        study, manifest(records, {}), folder, **{name: folder / f"made_{name}" for name in names}
    )
    assert all((folder / f"made_{name}").exists() for name in names)
