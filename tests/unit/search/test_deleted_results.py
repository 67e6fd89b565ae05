"""Results that are deleted under a running search: it ends, and says so."""

import shutil

import pytest

from sametrials.common.errors import SearchError
from sametrials.search.trial_runner import TrialRunner
from searched import table
from simulated import trials_begun


@pytest.fixture
def after_trial(monkeypatch):
    """Do something as soon as the record of a trial is there."""

    def after(trial, do):
        record = TrialRunner._record

        def record_and_do(self, finished):
            made = record(self, finished)
            if made.trial == trial:
                do()
            return made

        monkeypatch.setattr(TrialRunner, "_record", record_and_do)

    yield after


@pytest.mark.parametrize("gone", [".", "trials", "trials/.lock"])
def test_a_search_whose_folder_or_lock_is_deleted_ends(
    run, folder, begun, after_trial, monkeypatch, gone
):
    deleted = folder / gone

    def delete():
        shutil.rmtree(deleted) if deleted.is_dir() else deleted.unlink()

    after_trial(4, delete)
    with pytest.raises(SearchError, match="deleted or replaced while the search was at work"):
        run(workers=1)
    assert len(trials_begun(begun)) <= 6
    monkeypatch.undo()
    again, _ = run()
    shutil.rmtree(folder)
    assert table(again) == table(run()[0])


def test_a_record_that_is_deleted_is_named_at_the_end_and_made_again_alone(
    run, folder, begun, after_trial, monkeypatch
):
    after_trial(7, (folder / "trials" / "0005.json").unlink)
    with pytest.raises(SearchError, match=r"0005\.json: found it deleted while the search"):
        run(workers=1)
    monkeypatch.undo()
    trials_begun(begun)
    run()
    assert trials_begun(begun)[:1] == [5]
