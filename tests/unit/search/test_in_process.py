import shutil
from collections import Counter
from pathlib import Path

import pytest

from sametrials.common.errors import SearchError
from sametrials.trials.ranking import best_of, incumbent
from sametrials.trials.store import TrialStore
from searched import change_record, table
from simulated import ACCURACY, LOSS, models_saved, trials_begun


def test_the_number_of_workers_does_not_change_one_bit(run, folder):
    tables = set()
    for workers in (1, 2, 3, 8):
        tables.add(table(run(workers)[0]))
        shutil.rmtree(folder)
    assert len(tables) == 1


def test_running_again_trains_nothing(run, begun):
    first, _ = run()
    assert trials_begun(begun) == list(range(12))
    again, _ = run()
    assert trials_begun(begun) == []
    assert again == first


def test_a_longer_search_trains_only_what_is_new_and_is_the_same(run, begun, folder):
    run(n_calls=6)
    assert trials_begun(begun) == list(range(6))
    extended, _ = run(n_calls=10)
    assert trials_begun(begun) == [6, 7, 8, 9]
    shutil.rmtree(folder)
    assert table(run(n_calls=10)[0]) == table(extended)


@pytest.mark.parametrize("optimizer", ["random", "grid", "manual"])
def test_a_search_that_does_not_learn_is_the_same_on_any_workers_and_can_be_extended(
    run, begun, folder, default_parameters, optimizer
):
    listed = [default_parameters | {"num_dense_nodes": 20 + i} for i in range(9)]
    sizes = {"learning_rate": 3, "num_dense_layers": 3, "num_dense_nodes": 3}
    settings = {"optimizer": optimizer, "grid": sizes, "points": listed}
    run(workers=1, n_calls=5, **settings)
    extended, _ = run(workers=2, n_calls=9, **settings)
    assert trials_begun(begun) == list(range(9))
    shutil.rmtree(folder)
    assert table(run(workers=3, n_calls=9, **settings)[0]) == table(extended)


def test_a_list_is_extended_and_changed_point_by_point(run, begun, default_parameters):
    a, b, c, d = ([default_parameters | {"num_dense_nodes": 20 + i}] for i in range(4))
    run(optimizer="manual", points=a + b, n_calls=3)
    assert trials_begun(begun) == [0, 1, 2]
    run(optimizer="manual", points=a + b + c, n_calls=4)
    assert trials_begun(begun) == [3]
    records, _ = run(optimizer="manual", points=a + d + c, n_calls=4)
    assert trials_begun(begun) == [2]
    assert [record.hyper_parameters for record in records[1:]] == a + d + c
    run(optimizer="manual", points=a + b + c, n_calls=4)
    assert trials_begun(begun) == []  # the record set aside was taken back


def test_a_shorter_search_takes_the_first_trials_and_keeps_the_others(run, begun, folder):
    run(n_calls=10)
    trials_begun(begun)
    shorter, _ = run(n_calls=6)
    assert len(shorter) == 6
    assert len(list((folder / "trials").glob("*.json"))) == 10


def test_only_the_best_model_is_kept_and_it_is_the_incumbent_s(run, folder):
    for n_calls in (4, 12):
        best = incumbent(ACCURACY, run(n_calls=n_calls)[0])
        [model] = (folder / "trials").glob("*.model")
        assert model.read_text() == f"model of trial {best.trial} after step 3"
        assert model.stem == f"{best.trial:04d}"


@pytest.mark.parametrize("objective", [ACCURACY, LOSS])
@pytest.mark.parametrize("confirm", [0, 3])
def test_only_models_that_may_be_wanted_in_the_end_are_saved(run, begun, objective, confirm):
    records, said = run(workers=1, objective=objective, confirm=confirm)
    n_best = max(1, confirm)
    wanted = {
        record.trial
        for record in records
        if record in best_of(objective, records[: record.trial + 1], n_best)
    }
    assert models_saved(begun) == wanted
    assert len(wanted) < len(records)
    assert "trained again" not in said


def test_a_model_is_looked_for_once_after_another_trial_was_better(run, monkeypatch):
    looked_for = Counter()
    unlink = Path.unlink

    def watched(self, *given, **named):
        looked_for[self.name] += self.suffix == ".model"
        unlink(self, *given, **named)

    monkeypatch.setattr(Path, "unlink", watched)
    for n_calls in (6, 12):
        looked_for.clear()
        run(n_calls=n_calls)
        assert max(looked_for.values()) == 1


def test_a_best_model_that_is_lost_is_trained_again_and_nothing_else(run, begun, folder):
    best = incumbent(ACCURACY, run()[0])
    trials_begun(begun)
    (folder / "trials" / f"{best.trial:04d}.model").unlink()
    _, said = run()
    assert trials_begun(begun) == [best.trial]
    assert "trained again" in said
    assert (folder / "trials" / f"{best.trial:04d}.model").exists()


def test_a_model_that_comes_out_differently_is_not_passed_off_as_the_recorded_one(run, folder):
    best = incumbent(ACCURACY, run()[0])
    (folder / "trials" / f"{best.trial:04d}.model").unlink()
    change_record(folder / "trials" / f"{best.trial:04d}.json", accuracy=1.5)
    settings = {"n_calls": best.trial + 1}  # no later trial, whose history it would be
    with pytest.raises(SearchError, match=r"expected 1\.5 as recorded"):
        run(**settings)
    assert not list((folder / "trials").glob(f"{best.trial:04d}.model"))


def test_a_second_search_in_the_same_folder_is_refused(run, folder):
    store = TrialStore(folder, "settings", {})
    with (
        store.locked(),
        pytest.raises(SearchError, match=r"found another search at work here \(process \d+ on"),
        store.locked(patience=0.2),
    ):
        raise AssertionError("must not be reached")
    run()


def test_timings_tell_each_phase_of_each_trial(run):
    records, _ = run()
    for record in records:
        assert list(record.timings) == ["start", "suggest", "wait", "train"]
        assert all(seconds >= 0 for seconds in record.timings.values())
