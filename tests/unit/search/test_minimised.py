"""A search for the lowest loss is held to what one for the highest accuracy is held to."""

import shutil
from dataclasses import replace

import pytest

from sametrials.search.setup import setup_of
from sametrials.study.objective import Objective
from sametrials.trials.ranking import incumbent
from searched import contents, search_until_killed, table
from simulated import ACCURACY, LOSS, MIRRORED, OVERFITS, SimulatedTask, trials_begun

BEST_LOSS = replace(LOSS, epoch="best")

PRUNED = {"pruning": "median", "acq_func": "LCB", "kappa": 20.0, "n_calls": 16}
"""A search that looks where it knows little: some of its trials are worse than half of them."""


@pytest.mark.parametrize("pruned", [False, True])
def test_the_number_of_workers_deaths_and_extensions_change_no_trial(run, begun, folder, pruned):
    settings = {"objective": LOSS, **(PRUNED if pruned else {})}
    tables = set()
    for workers in (1, 3):
        tables.add(table(run(workers, **settings)[0], LOSS))
        shutil.rmtree(folder)
    for trial in (2, 9):
        (begun / f"die-once-{trial}").touch()
    run(3, **settings | {"n_calls": 7})
    records, _ = run(2, **settings)
    tables.add(table(records, LOSS))
    assert len(tables) == 1
    assert {record.metric for record in records} == {"val_loss"}
    assert any(record.state == "pruned" for record in records) == pruned


def test_a_search_that_was_killed_goes_on_to_the_same_trials(study, run, begun, folder):
    whole = table(run(objective=LOSS)[0], LOSS)
    shutil.rmtree(folder)
    trials_begun(begun)
    for trial in (6, 8):
        (begun / f"hang-{trial}").touch()
    setup = setup_of(replace(study, objective=LOSS), SimulatedTask(begun, LOSS))
    search_until_killed(setup, folder, lambda: len([*folder.glob("trials/[0-9]*.json")]) >= 7)
    for trial in (6, 8):
        (begun / f"hang-{trial}").unlink()
    finished = {int(path.stem) for path in folder.glob("trials/[0-9]*.json")}
    assert 6 not in finished
    trials_begun(begun)
    records, _ = run(1, objective=LOSS)
    assert table(records, LOSS) == whole
    assert not finished & set(trials_begun(begun)) - {incumbent(LOSS, records).trial}


def test_the_model_that_is_kept_is_that_of_the_lowest_loss(run, folder):
    for n_calls in (4, 12):
        records, said = run(objective=LOSS, n_calls=n_calls)
        best = min(records, key=lambda record: record.value)
        [model] = (folder / "trials").glob("*.model")
        assert model.read_text() == f"model of trial {best.trial} after step 3"
    assert f"val_loss {LOSS.text(records[-1].value)}, best {LOSS.text(best.value)}" in said


@pytest.mark.parametrize("settings", [PRUNED, {"confirm": 2}])
def test_minimising_the_negative_of_a_metric_gives_the_same_search(run, folder, settings):
    highest, _ = run(**settings)
    confirmed = {trial: [each.seed for each in again] for trial, again in run.confirmations.items()}
    kept = model_in(folder)
    shutil.rmtree(folder)
    lowest, _ = run(objective=MIRRORED, **settings)
    assert {trial: [each.seed for each in again] for trial, again in run.confirmations.items()} == (
        confirmed
    )
    upside_down = [replace(record, metric="val_accuracy", value=-record.value) for record in lowest]
    assert table(upside_down) == table(highest)
    assert model_in(folder) == kept


def test_the_first_to_reach_a_target_is_the_same_upside_down(run, folder):
    highest, _ = run(target=0.5)
    shutil.rmtree(folder)
    lowest, _ = run(objective=MIRRORED, target=-0.5)
    assert len(lowest) == len(highest) < 12


def model_in(folder) -> str:
    [model] = (folder / "trials").glob("*.model")
    return model.read_text()


def test_another_objective_sets_the_trials_aside_and_they_come_back(run, begun, folder):
    run(n_calls=6)
    before = contents(folder)
    trials_begun(begun)
    _, said = run(n_calls=6, objective=LOSS)
    assert "6 trial records made under other settings" in said
    assert trials_begun(begun) == list(range(6))
    run(n_calls=6)
    assert trials_begun(begun) == []
    assert contents(folder) == before


@pytest.mark.parametrize("direction", ["maximize", "minimize"])
def test_where_the_best_epoch_counts_its_value_and_its_model_are_kept(run, folder, direction):
    metric = "val_accuracy" if direction == "maximize" else "val_loss"
    last, best = (Objective(metric, direction, epoch) for epoch in ("last", "best"))
    records, _ = run(objective=last, shares=OVERFITS, n_calls=4)
    assert model_in(folder).endswith(" after step 3")
    shutil.rmtree(folder)
    of_best, _ = run(objective=best, shares=OVERFITS, n_calls=4)
    assert model_in(folder).endswith(" after step 2")
    for one, other in zip(records, of_best, strict=True):
        assert one.hyper_parameters == other.hyper_parameters  # the initial design
        assert one.history == other.history
        assert one.value == one.history[metric][2]
        assert other.value == best.best(one.history[metric]) == one.history[metric][1]


@pytest.mark.parametrize("objective", [BEST_LOSS, replace(ACCURACY, epoch="best")])
def test_where_the_best_epoch_counts_workers_and_extensions_change_no_trial(run, folder, objective):
    settings = {**PRUNED, "objective": objective, "shares": OVERFITS}
    tables = set()
    for workers in (1, 3):
        records, _ = run(workers, **settings)
        tables.add(table(records, objective))
        shutil.rmtree(folder)
    run(2, **settings | {"n_calls": 7})
    tables.add(table(run(2, **settings)[0], objective))
    assert len(tables) == 1
    assert any(record.state == "pruned" for record in records)
