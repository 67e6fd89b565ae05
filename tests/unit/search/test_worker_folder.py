import fcntl
import os
import tempfile
from multiprocessing import get_context
from pathlib import Path

import pytest

from sametrials.search.worker_folder import PREFIX, WorkerFolder, remove_abandoned
from sametrials.search.worker_pool import WorkerPool


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def search_that_is_killed(temporary):
    tempfile.tempdir = str(temporary)
    folder = WorkerFolder()
    (folder.path / "file").touch()
    os.kill(os.getpid(), 9)


@pytest.mark.parametrize("clean", [remove_abandoned, lambda: WorkerPool(1, int).__enter__()])
def test_what_a_killed_search_has_left_goes_when_another_starts_and_nothing_else(temporary, clean):
    process = get_context("spawn").Process(target=search_that_is_killed, args=(temporary,))
    process.start()
    process.join()
    [left] = temporary.iterdir()
    assert (left / "file").exists()
    (temporary / "another program's").mkdir()
    (temporary / f"{PREFIX}link").symlink_to(Path.cwd())
    (temporary / f"{PREFIX}file").touch()
    others = {*temporary.iterdir()} - {left}
    in_use = WorkerFolder()
    clean()
    assert {*temporary.iterdir()} == {*others, in_use.path}
    in_use.remove()
    assert {*temporary.iterdir()} == others


@pytest.mark.parametrize("step", ["os.open", "fcntl.flock"])
def test_a_folder_that_is_taken_for_abandoned_while_it_is_made_is_made_again(
    temporary, monkeypatch, step
):
    """Another search removes it just before it is opened, or before it is locked."""
    original = os.open if step == "os.open" else fcntl.flock

    def removed_before(*arguments):
        monkeypatch.setattr(step, original)
        [folder] = temporary.iterdir()
        folder.rmdir()
        return original(*arguments)

    monkeypatch.setattr(step, removed_before)
    folder = WorkerFolder()
    assert [*temporary.iterdir()] == [folder.path]
    folder.remove()


def test_a_file_system_without_locks_keeps_its_folders(temporary, monkeypatch):
    def refuse(*_):
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("fcntl.flock", refuse)
    folder = WorkerFolder()
    remove_abandoned()
    assert folder.path.exists()
    folder.remove()
    assert [*temporary.iterdir()] == []
