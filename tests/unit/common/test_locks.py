import shutil

import pytest

from sametrials.common.errors import SearchError
from sametrials.common.locks import locked


@pytest.mark.parametrize("shared", [True, False])
def test_a_lock_whose_file_is_there_is_held(tmp_path, shared):
    with locked(tmp_path / "trials" / ".lock", shared=shared) as check:
        check()


@pytest.mark.parametrize("gone", ["trials/.lock", "trials", "."])
@pytest.mark.parametrize("anew", [False, True])
def test_a_lock_whose_file_is_deleted_or_made_anew_is_held_no_more(tmp_path, gone, anew):
    path = tmp_path / "gp" / "trials" / ".lock"
    with locked(path) as check:
        deleted = tmp_path / "gp" / gone
        shutil.rmtree(deleted) if deleted.is_dir() else deleted.unlink()
        if anew:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
        with pytest.raises(SearchError, match=r"\.lock: found it deleted or replaced"):
            check()


def test_a_file_that_is_replaced_before_it_is_locked_is_opened_again(tmp_path, monkeypatch):
    path = tmp_path / ".lock"
    path.touch()
    waits = []

    def replaced_while_waiting(file, *_):
        if not waits:
            path.unlink()
            path.touch()
        waits.append(file)

    monkeypatch.setattr("sametrials.common.locks._wait_for", replaced_while_waiting)
    with locked(path) as check:
        check()
    assert len(waits) == 2
