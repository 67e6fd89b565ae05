import math
import re

import pytest

from sametrials.common.errors import SearchError
from sametrials.search import in_process
from sametrials.search.status.status_file import StatusFile
from sametrials.trials.ranking import incumbent
from simulated import ACCURACY


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
    monkeypatch.setattr(in_process, "STATUS_SHARE", math.inf)
    run(workers=1, confirm=1, n_calls=4)
    for trial in range(4):
        assert any(
            f"<p>{trial} of 4 trials" in page
            and re.search(rf"Being trained</h2><p>trial {trial}:", page)
            for page in seen
        )
    assert any("to confirm the best" in page for page in seen)
    assert [">ended</span>" in page for page in seen] == [False] * (len(seen) - 1) + [True]
    run(n_calls=12, target=1e-9)
    assert "has reached the target" in (folder / "status.html").read_text()


def test_the_status_page_takes_a_share_of_the_time_however_many_trials_there_are(
    run, folder, monkeypatch
):
    shown = []
    write = StatusFile.show

    def show(self, *given, **named):
        shown.append(named)
        write(self, *given, **named)

    monkeypatch.setattr(StatusFile, "show", show)
    monkeypatch.setattr(in_process, "STATUS_SHARE", 1e-9)
    run()
    assert len(shown) == 3  # the first trials are out; all are finished; the search has ended
    assert "<p>12 of 12 trials" in (folder / "status.html").read_text()


def test_the_status_page_says_that_the_search_was_stopped_and_by_what(
    run, begun, folder, monkeypatch
):
    monkeypatch.setattr(in_process, "STATUS_SHARE", 1e-9)
    for trial in range(3):
        (begun / f"raise-{trial}").touch()
    with pytest.raises(SearchError):
        run()
    page = (folder / "status.html").read_text()
    assert ">stopped</span>" in page
    assert "the first 3 trials have failed" in page
    assert re.search(r"<p>[3-5] of 12 trials", page)


def test_a_status_page_that_cannot_be_written_stops_no_search(run, folder):
    (folder / "status.html").mkdir(parents=True)
    records, said = run()
    assert len(records) == 12
    assert said.count("the status page is not written: ") == 1


def test_tensorboard_is_told_of_every_trial_also_of_one_that_failed_or_is_trained_again(
    run, begun, folder
):
    (begun / "die-1").touch()
    records, _ = run(n_calls=4)
    told = sorted(path.parent.name[:4] for path in folder.glob("tensorboard/*/*tfevents.hparams"))
    assert told == ["0000", "0001", "0002", "0003"]
    best = f"{incumbent(ACCURACY, records).trial:04d}"
    [log] = folder.glob(f"tensorboard/{best}_*/*tfevents.hparams")
    before = log.read_bytes()
    log.unlink()  # as training does with the log of an earlier one
    (folder / "trials" / f"{best}.model").unlink()
    run(n_calls=4)
    assert log.read_bytes() == before
