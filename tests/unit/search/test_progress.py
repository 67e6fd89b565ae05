import io
from dataclasses import replace

import pytest

from sametrials.search.progress import Progress
from simulated import ACCURACY, LOSS, record_of


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def said(study):
    """Have something told of a study of so many trials; returns what was said."""

    def said(tell, n_calls=4, objective=ACCURACY, stream=None):
        stream = stream or io.StringIO()
        changed = replace(study, n_calls=n_calls, objective=objective)
        with Progress(stream, "gp", changed, workers=2) as progress:
            tell(progress)
        return stream.getvalue()

    return said


def record(trial, value, **others):
    point = {"x": 0.5}
    return record_of(trial, value, hyper_parameters=point, timings={"start": 0.0}, **others)


def test_a_terminal_gets_a_bar_and_a_file_does_not(said):
    def tell(progress):
        progress.known(record(0, 0.5))
        progress.finished(record(1, 0.25), record(0, 0.5))
        progress.tick()

    for kind, has_bar in ((Terminal, True), (io.StringIO, False)):
        text = said(tell, stream=kind())
        assert ("2/4 trials" in text) == has_bar
        assert "gp: trial 1 (x 0.5): accuracy 0.2500, best 0.5000 (trial 0); 2 of 4, " in text


def test_the_time_left_is_shared_by_the_workers(said, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 60.0)  # each trial took a minute
    text = said(lambda progress: progress.finished(record(0, 0.5), record(0, 0.5)), n_calls=5)
    assert "0:02:00 left" in text


@pytest.mark.parametrize(
    ("value", "text"), [(1e-5, "1e-05"), (0.123456, "0.1235"), (1234567.0, "1.235e+06")]
)
def test_a_loss_of_any_size_is_written_under_its_name(said, value, text):
    line = said(lambda progress: progress.finished(record(1, value), None), objective=LOSS)
    assert f"gp: trial 1 (x 0.5): val_loss {text}; 1 of 4" in line


def test_a_pruned_and_a_failed_trial_are_told_as_such(said):
    def tell(progress):
        pruned = record(1, 0.5, state="pruned", history={"val_loss": [0.7, 0.5]})
        progress.finished(pruned, None)
        progress.finished(record(2, None, error="why"), None)
        progress.confirmed(record(3, 0.25), left=1)

    lines = said(tell, objective=LOSS).splitlines()
    assert "trial 1 (x 0.5): pruned after step 2, val_loss 0.5; 1 of 4" in lines[0]
    assert "trial 2 (x 0.5): failed: why; 2 of 4" in lines[1]
    assert lines[2] == "gp: trial 3 under a new seed: val_loss 0.25; 1 more to confirm the best"
