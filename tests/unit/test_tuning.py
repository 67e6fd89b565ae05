import io
import json
import os
import re
import shutil
from pathlib import Path
from statistics import median

import pytest

from hpo.common.errors import SearchError
from hpo.results.trial_tables import trials_table
from hpo.search.in_process import tune
from hpo.search.setup import Experiment
from hpo.search.status.status_file import StatusFile
from hpo.trials.ranking import incumbent
from hpo.trials.store import TrialStore
from simulated import trials_begun


def table(records) -> str:
    return trials_table(records).to_csv()


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
        best = incumbent(run(n_calls=n_calls)[0])
        [model] = (folder / "trials").glob("*.keras")
        assert model.read_text() == f"model of trial {best.trial}"
        assert model.stem == f"{best.trial:04d}"


def test_a_best_model_that_is_lost_is_trained_again_and_nothing_else(run, begun, folder):
    best = incumbent(run()[0])
    trials_begun(begun)
    (folder / "trials" / f"{best.trial:04d}.keras").unlink()
    _, said = run()
    assert trials_begun(begun) == [best.trial]
    assert "trained again" in said
    assert (folder / "trials" / f"{best.trial:04d}.keras").exists()


def test_a_model_that_comes_out_differently_is_not_passed_off_as_the_recorded_one(run, folder):
    best = incumbent(run()[0])
    (folder / "trials" / f"{best.trial:04d}.keras").unlink()
    record = folder / "trials" / f"{best.trial:04d}.json"
    content = json.loads(record.read_text())
    record.write_text(json.dumps({**content, "accuracy": 1.5}))
    settings = {"n_calls": best.trial + 1}  # no later trial, whose history it would be
    with pytest.raises(SearchError, match=r"expected 1\.5 as recorded"):
        run(**settings)
    assert not list((folder / "trials").glob(f"{best.trial:04d}.keras"))


def test_records_of_other_settings_are_set_aside_counted_and_taken_back(run, begun, folder):
    first, _ = run(settings="first")
    before = contents(folder)
    trials_begun(begun)
    _, said = run(settings="second")
    assert "12 trial records made under other settings" in said
    assert trials_begun(begun) == list(range(12))
    assert len(list((folder / "superseded").glob("*/*.json"))) == 12
    assert len(list((folder / "superseded").glob("*/tensorboard/*/events"))) == 12
    back, _ = run(settings="first")
    assert back == first
    assert trials_begun(begun) == []  # not even for the model, which was kept with its record
    assert contents(folder) == before


def contents(folder) -> dict[str, bytes]:
    """All that is there of the trials in use."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for part in ("trials", "tensorboard")
        for path in (folder / part).rglob("*")
        if path.is_file() and path.name != ".lock"
    }


@pytest.mark.parametrize("settings", ["second", "first"])
@pytest.mark.parametrize("moves", range(6))
def test_a_crash_at_any_move_loses_nothing(run, begun, folder, monkeypatch, settings, moves):
    """Killed while trials are set aside for other settings, or while they are taken back."""
    changes = {"n_calls": 4}
    run(settings="first", **changes)
    before = contents(folder)
    if settings == "first":
        run(settings="second", **changes)
    trials_begun(begun)

    done = []

    def rename_or_die(path, target):
        if len(done) == moves:
            raise KeyboardInterrupt
        done.append(target)
        return os.rename(path, target)  # noqa: PTH104 - Path.rename is what is replaced

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(Path, "rename", rename_or_die)
        run(settings=settings, **changes)
    run(settings="second", **changes)
    run(settings="first", **changes)
    assert not [trial for trial in trials_begun(begun) if settings == "first"]
    assert contents(folder) == before


def test_a_damaged_record_among_those_set_aside_is_made_again(run, begun, folder):
    first, _ = run(settings="first")
    run(settings="second")
    trials_begun(begun)
    [record] = (folder / "superseded").glob("*/0002.json")
    record.write_text("{")
    again, _ = run(settings="first")
    assert trials_begun(begun) == [2]
    assert table(again) == table(first)


def test_the_log_of_a_trial_that_was_cut_short_is_cleared_away(run, folder):
    run(n_calls=4)
    (folder / "tensorboard" / "0009_lr_1e-05").mkdir()
    run(n_calls=4)
    assert not (folder / "tensorboard" / "0009_lr_1e-05").exists()


def test_tensorboard_is_told_of_every_trial_also_of_one_that_failed_or_is_trained_again(
    run, begun, folder
):
    (begun / "die-1").touch()
    records, _ = run(n_calls=4)
    told = sorted(path.parent.name[:4] for path in folder.glob("tensorboard/*/*tfevents.hparams"))
    assert told == ["0000", "0001", "0002", "0003"]
    best = f"{incumbent(records).trial:04d}"
    [log] = folder.glob(f"tensorboard/{best}_*/*tfevents.hparams")
    before = log.read_bytes()
    log.unlink()  # as training does with the log of an earlier one
    (folder / "trials" / f"{best}.keras").unlink()
    run(n_calls=4)
    assert log.read_bytes() == before


def test_what_the_user_puts_beside_the_logs_is_left_alone(run, folder):
    run(n_calls=4)
    own = folder / "tensorboard" / "my_runs"
    own.mkdir()
    for name in (".DS_Store", "0009_notes.txt"):
        (folder / "tensorboard" / name).touch()
    run(n_calls=4)
    assert len({*own.parent.iterdir()} - {*own.parent.glob("000?_lr*")}) == 3


@pytest.mark.parametrize("damage", [b"", b'{"trial": 4, "sta', b"\xff\xfe\x00", b"[]", b"null"])
def test_a_damaged_record_is_named_set_aside_and_made_again(run, begun, folder, damage):
    first, _ = run()
    trials_begun(begun)
    (folder / "trials" / "0004.json").write_bytes(damage)
    again, said = run()
    assert "0004.json is no whole trial record" in said
    assert trials_begun(begun) == [4]
    assert table(again) == table(first)
    assert len(list((folder / "superseded").glob("0004-unreadable-*/0004.json"))) == 1


def test_trials_that_followed_from_another_history_are_not_used(run, begun, folder):
    run()
    trials_begun(begun)
    record = folder / "trials" / "0003.json"
    content = json.loads(record.read_text())
    record.write_text(json.dumps({**content, "accuracy": 0.123}))
    _, said = run()
    # With a window of 3 trial 6 is the first that saw trial 3; the others stand as they are.
    assert trials_begun(begun) == [6, 7, 8, 9, 10, 11]
    assert "the record of trial 6 followed from other trials" in said


def test_trials_that_look_at_no_others_stand_whatever_those_gave(run, begun, folder):
    best = incumbent(run(optimizer="random")[0])
    trials_begun(begun)
    record = folder / "trials" / f"{best.trial:04d}.json"
    content = json.loads(record.read_text())
    record.write_text(json.dumps({**content, "accuracy": best.accuracy + 0.01}))
    run(optimizer="random")
    assert trials_begun(begun) == []


def test_what_a_crash_left_half_written_is_cleared_away(run, folder):
    (folder / "trials").mkdir(parents=True)
    (folder / "trials" / ".0002.partial.json").write_text("{")
    (folder / "trials" / "0009.keras").write_text("saved, but its record never was")
    best = incumbent(run(n_calls=5)[0])
    assert sorted(path.name for path in (folder / "trials").iterdir()) == sorted(
        [".lock", f"{best.trial:04d}.keras", *(f"{k:04d}.json" for k in range(5))]
    )


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        ("raise-5", r"ZeroDivisionError: the model code has a mistake"),
        (
            "die-5",
            r"its worker died \(killed by SIGKILL, as the kernel does when memory runs out\)",
        ),
        ("hang-5", r"it was not done after 20 seconds"),
    ],
)
def test_a_trial_that_fails_is_recorded_and_the_search_goes_on(run, begun, folder, trouble, error):
    (begun / trouble).touch()
    # Long enough for a worker to start on a busy machine.
    records, said = run(trial_timeout=20 if trouble == "hang-5" else None)
    assert [record.trial for record in records if record.state == "failed"] == [5]
    assert re.fullmatch(error, records[5].error)
    assert records[5].accuracy is None
    assert ("a mistake" in (records[5].traceback or "")) == (trouble == "raise-5")
    assert records[5].timings["train"] >= (20 if trouble == "hang-5" else 0)
    assert re.search(rf"gp: trial 5 \(.*\): failed: {error}, best", said)
    (begun / trouble).unlink()
    trials_begun(begun)
    assert run() == (records, "")
    assert trials_begun(begun) == []


@pytest.mark.parametrize("trouble", ["raise", "die"])
def test_failed_trials_do_not_depend_on_the_number_of_workers(run, begun, folder, trouble):
    for trial in (1, 5, 6):
        (begun / f"{trouble}-{trial}").touch()
    tables = set()
    for workers in (1, 3):
        tables.add(table(run(workers)[0]))
        shutil.rmtree(folder)
    assert len(tables) == 1


def test_a_worker_that_dies_once_changes_nothing(run, begun, folder):
    whole = table(run()[0])
    shutil.rmtree(folder)
    (begun / "die-once-5").touch()
    records, said = run()
    assert table(records) == whole
    assert "it is tried once more" in said


def test_failed_trials_are_tried_again_on_request_and_what_followed_from_them(run, begun):
    (begun / "raise-5").touch()
    run()
    (begun / "raise-5").unlink()
    trials_begun(begun)
    records, _ = run(retry_failed=True)
    assert all(record.state == "complete" for record in records)
    # Trial 8 is the first that was suggested from trial 5.
    # The best one may be trained again for its model, if another was the best before.
    best = incumbent(records).trial
    assert {*trials_begun(begun), best} == {5, 8, 9, 10, 11, best}


def test_a_trial_that_fails_again_costs_only_itself(run, begun):
    (begun / "raise-5").touch()
    failed, _ = run()
    trials_begun(begun)
    again, _ = run(retry_failed=True)
    assert table(again) == table(failed)
    assert trials_begun(begun) == [5]


def test_a_search_in_which_every_first_trial_fails_stops_with_the_first_traceback(run, begun):
    for trial in range(12):
        (begun / f"raise-{trial}").touch()
    with pytest.raises(SearchError, match=r"the first 3 trials have failed") as error:
        run()
    assert 'raise ZeroDivisionError("the model code has a mistake")' in str(error.value)


def test_a_trainer_that_cannot_be_made_stops_the_search_without_a_record(study, folder):
    with pytest.raises(SearchError, match="a worker could not start: ImportError: no such package"):
        tune(
            Experiment(study, "settings", unmakeable),
            folder=folder,
            workers=1,
            terminal=io.StringIO(),
        )
    assert not list((folder / "trials").glob("*.json"))


def unmakeable():
    raise ImportError("no such package")


def test_pruning_does_not_depend_on_the_number_of_workers_or_crashes(run, begun, folder):
    tables = set()
    for workers in (1, 3):
        records, said = run(workers, pruning="median", n_calls=20)
        tables.add(table(records))
        shutil.rmtree(folder)
    run(2, pruning="median", n_calls=9)
    records, _ = run(2, pruning="median", n_calls=20)
    tables.add(table(records))
    assert len(tables) == 1
    pruned = [record for record in records if record.state == "pruned"]
    assert pruned
    assert {record.epochs for record in pruned} <= {1, 2}
    assert f"pruned after epoch {pruned[0].epochs}, accuracy 0." in said
    assert incumbent(records).state == "complete"


def test_a_trial_is_pruned_when_it_does_worse_than_the_median_of_those_it_may_see(run):
    records, _ = run(2, pruning="median", n_calls=20)
    for record in records:
        seen = records[: max(0, record.trial - 2)]
        for epoch, value in enumerate(record.history["val_accuracy"][:2]):
            others = [other.history["val_accuracy"][epoch:] for other in seen]
            reached = [history[0] for history in others if history]
            worse = len(reached) >= 5 and value < median(reached)
            assert worse == (record.state == "pruned" and record.epochs == epoch + 1)


@pytest.mark.parametrize("workers", [1, 3, 8])
def test_the_search_ends_with_the_first_trial_that_reaches_the_target(run, folder, workers):
    whole, _ = run()
    shutil.rmtree(folder)
    target = sorted(record.accuracy for record in whole)[-3]
    first = next(record.trial for record in whole if record.accuracy >= target)
    records, said = run(workers, target_accuracy=target)
    assert table(records) == table(whole[: first + 1])
    assert f"trial {first} has reached the target accuracy" in said
    best = incumbent(records).trial
    assert [model.stem for model in (folder / "trials").glob("*.keras")] == [f"{best:04d}"]
    logs = {log.name[:4] for log in (folder / "tensorboard").iterdir()}
    assert logs == {record.stem for record in (folder / "trials").glob("*.json")}


def test_a_search_that_reached_its_target_goes_on_when_it_is_raised(run, begun, folder):
    whole, _ = run()
    shutil.rmtree(folder)
    target = sorted(record.accuracy for record in whole)[-3]
    short, _ = run(workers=1, target_accuracy=target)
    trials_begun(begun)
    records, _ = run(workers=1)
    assert table(records) == table(whole)
    assert trials_begun(begun) == list(range(len(short), 12))


def test_a_search_out_of_time_ends_with_what_is_there_and_goes_on_with_more(run, folder):
    whole, _ = run()
    shutil.rmtree(folder)
    records, said = run(max_hours=0)
    assert table(records) == table(whole[: len(records)])
    assert len(records) < 12
    assert f"max_hours (0) are over after {len(records)} of 12 trials" in said
    assert table(run()[0]) == table(whole)


def test_a_second_search_in_the_same_folder_is_refused(run, folder):
    store = TrialStore(folder, "settings", {})
    with (
        store.locked(),
        pytest.raises(SearchError, match=r"found another search at work here \(process \d+ on"),
        store.locked(patience=0.2),
    ):
        raise AssertionError("must not be reached")
    run()


def test_each_finished_trial_is_a_line_with_what_the_user_wants_to_know(run):
    _, said = run(workers=1)
    first, *lines = said.splitlines()
    assert first.endswith("results/gp/status.html")
    assert len(lines) == 12
    assert lines[0].startswith(
        "gp: trial 0 (learning_rate 1e-05, num_dense_layers 1, num_dense_nodes 16, "
        "activation relu): accuracy 0."
    )
    assert "best 0." in lines[0]
    assert "1 of 12" in lines[0]
    assert "left" in lines[0]
    assert "left" not in lines[-1]


def test_the_status_page_is_new_after_each_trial_and_says_how_it_ended(run, folder, monkeypatch):
    seen = []
    write = StatusFile.show

    def show(self, *given, **named):
        write(self, *given, **named)
        seen.append(self.path.read_text())

    monkeypatch.setattr(StatusFile, "show", show)
    run(workers=1, confirm=1, n_calls=4)
    for trial in range(4):
        assert any(
            f"<p>{trial} of 4 trials" in page
            and re.search(rf"Being trained</h2><p>trial {trial}:", page)
            for page in seen
        )
    assert any("to confirm the best" in page for page in seen)
    assert [">ended</span>" in page for page in seen] == [False] * (len(seen) - 1) + [True]
    run(n_calls=12, target_accuracy=1e-9)
    assert "has reached the target accuracy" in (folder / "status.html").read_text()


def test_the_status_page_says_that_the_search_was_stopped_and_by_what(run, begun, folder):
    for trial in range(3):
        (begun / f"raise-{trial}").touch()
    with pytest.raises(SearchError):
        run()
    page = (folder / "status.html").read_text()
    assert ">stopped</span>" in page
    assert "the first 3 trials have failed" in page


def test_a_status_page_that_cannot_be_written_stops_no_search(run, folder):
    (folder / "status.html").mkdir(parents=True)
    records, said = run()
    assert len(records) == 12
    assert said.count("the status page is not written: ") == 1


def test_timings_tell_each_phase_of_each_trial(run):
    records, _ = run()
    for record in records:
        assert list(record.timings) == ["start", "suggest", "wait", "train"]
        assert all(seconds >= 0 for seconds in record.timings.values())
