import os
import re
from collections import Counter
from pathlib import Path

import pytest

from sametrials.trials import store
from sametrials.trials.ranking import incumbent
from sametrials.trials.record import read_record
from searched import change_record, contents, table
from simulated import ACCURACY, trials_begun


def test_records_of_other_settings_are_set_aside_counted_and_taken_back(run, begun, folder):
    first, _ = run(settings="first")
    before = contents(folder)
    trials_begun(begun)
    _, said = run(settings="second")
    assert "12 trial records made under other settings" in said
    assert trials_begun(begun) == list(range(12))
    assert len(list((folder / "superseded").glob("*/*.json"))) == 12
    assert len(list((folder / "superseded").glob("*/tensorboard/*/*.tfevents"))) == 12
    back, _ = run(settings="first")
    assert back == first
    assert trials_begun(begun) == []  # not even for the model, which was kept with its record
    assert contents(folder) == before


def test_a_resume_reads_each_record_twice_and_does_not_search_folders_for_a_trial(run, monkeypatch):
    run(n_calls=8)
    done = Counter()
    glob = Path.glob

    def counted_read(path):
        done["read", path.name] += 1
        return read_record(path)

    def counted_glob(self, pattern):
        done["listed"] += 1
        return glob(self, pattern)

    monkeypatch.setattr(store, "read_record", counted_read)
    monkeypatch.setattr(Path, "glob", counted_glob)
    run(n_calls=8)
    assert [done["read", f"{trial:04d}.json"] for trial in range(8)] == [2] * 8
    listed = done.pop("listed")
    run(n_calls=4)
    run(n_calls=4, settings="other")  # all are set aside
    assert done["listed"] == 2 * listed


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


@pytest.mark.parametrize("damage", [b"", b'{"trial": 4, "sta', b"\xff\xfe\x00", b"[]", b"null"])
def test_a_damaged_record_is_named_set_aside_and_made_again(run, begun, folder, damage):
    first, _ = run()
    trials_begun(begun)
    (folder / "trials" / "0004.json").write_bytes(damage)
    again, said = run()
    assert "0004.json is not the record of this trial" in said
    assert trials_begun(begun) == [4]
    assert table(again) == table(first)
    assert len(list((folder / "superseded").glob("0004-unreadable-*/0004.json"))) == 1


def test_trials_that_followed_from_another_history_are_not_used(run, begun, folder):
    run()
    trials_begun(begun)
    record = folder / "trials" / "0003.json"
    change_record(record, accuracy=0.123)
    _, said = run()
    # With a window of 3 trial 6 is the first that saw trial 3; the others stand as they are.
    assert trials_begun(begun) == [6, 7, 8, 9, 10, 11]
    assert "the record of trial 6 was suggested from other trials" in said


def test_trials_that_look_at_no_others_stand_whatever_those_gave(run, begun, folder):
    best = incumbent(ACCURACY, run(optimizer="random")[0])
    trials_begun(begun)
    record = folder / "trials" / f"{best.trial:04d}.json"
    change_record(record, accuracy=best.value + 0.01)
    run(optimizer="random")
    assert trials_begun(begun) == []


def test_what_a_crash_left_half_written_is_cleared_away(run, folder):
    (folder / "trials").mkdir(parents=True)
    (folder / "trials" / ".0002.partial-0123abcd.json").write_text("{")
    (folder / "trials" / "0009.model").write_text("saved, but its record never was")
    best = incumbent(ACCURACY, run(n_calls=5)[0])
    assert sorted(path.name for path in (folder / "trials").iterdir()) == sorted(
        [
            ".lock",
            *(f"{best.trial:04d}.{kind}" for kind in ("model", "sha256")),
            *(f"{k:04d}.json" for k in range(5)),
        ]
    )


def test_the_log_of_a_trial_that_was_cut_short_is_cleared_away(run, folder):
    run(n_calls=4)
    (folder / "tensorboard" / "0009_lr_1e-05").mkdir()
    run(n_calls=4)
    assert not (folder / "tensorboard" / "0009_lr_1e-05").exists()


def test_what_the_user_puts_beside_the_files_is_left_alone(run, folder):
    run(n_calls=4, settings="first")
    own = [
        *("trials/notes.json", "trials/my.model", "trials/0042.model.bak", "trials/12.json"),
        *("trials/.0002.partial.json", "trials/.mine.partial-0123abcd.json"),
        *("tensorboard/.DS_Store", "tensorboard/0009_notes.txt", "tensorboard/my_runs/notes"),
        *("tensorboard/0009_my_notes/notes.txt", "superseded/notes.txt"),
        *("jobs/notes.json", "confirmations/1/trials/notes.json"),
    ]
    [log] = (folder / "tensorboard").glob("0003_*")
    own.append(f"tensorboard/{log.name}/notes.txt")
    for name in own:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    for settings in ("first", "second", "first"):
        run(n_calls=4, settings=settings)
        assert len(list(folder.rglob(f"{log.name}/notes.txt"))) == 1  # moved with its log
        there = [name for name in own[:-1] if (folder / name).exists()]
        assert there == own[:-1]
    for name in own:
        assert (folder / name).read_text() == name


def test_what_the_user_puts_into_a_folder_that_was_set_aside_stays(run, folder):
    run(n_calls=4, settings="first")
    run(n_calls=4, settings="second")
    [aside] = (folder / "superseded").glob("0003-*")
    (aside / "why.txt").write_text("notes")
    run(n_calls=4, settings="first")
    assert (aside / "why.txt").read_text() == "notes"
    assert list(aside.iterdir()) == [aside / "why.txt"]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"seed": 1}, "found the seed 1, expected"),
        ({"hyper_parameters": {}}, r"found the point \{\}, expected one of the search space"),
        ({"learning_rate": 1.0}, "found the point .* expected one of the search space"),
        ({"num_dense_layers": 2.5}, "found the point .* expected one of the search space"),
        ({"num_dense_layers": True}, "found the point .* expected one of the search space"),
        ({"activation": "tanh"}, "found the point .* expected one of the search space"),
    ],
    ids=str,
)
def test_a_record_that_cannot_be_that_of_its_trial_is_set_aside(
    run, begun, folder, changes, problem
):
    first, _ = run()
    trials_begun(begun)
    path = folder / "trials" / "0011.json"
    point = first[11].hyper_parameters
    if not changes.keys() <= {"seed", "hyper_parameters"}:
        changes = {"hyper_parameters": {**point, **changes}}
    change_record(path, **changes)
    again, said = run()
    assert trials_begun(begun) == [11]
    assert re.search(problem, said)
    assert again[11].hyper_parameters == point
    assert len(list((folder / "superseded").glob("0011-unreadable-*/0011.json"))) == 1


def test_a_model_that_was_changed_is_made_again(run, begun, folder):
    best = incumbent(ACCURACY, run()[0])
    trials_begun(begun)
    model = folder / "trials" / f"{best.trial:04d}.model"
    saved = model.read_bytes()
    model.write_bytes(bytes([saved[0] ^ 1, *saved[1:]]))
    _, said = run()
    assert f"the model of trial {best.trial}, the best one, is trained again" in said
    assert trials_begun(begun) == [best.trial]
    assert model.read_bytes() == saved
    run()
    assert trials_begun(begun) == []
