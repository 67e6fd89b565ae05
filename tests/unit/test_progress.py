import io

from hpo.search.progress import Progress
from hpo.trials.record import TrialRecord


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def record(trial, accuracy):
    return TrialRecord(trial, "complete", {"x": 0.5}, accuracy, timings={"start": 0.0})


def test_a_terminal_gets_a_bar_and_a_file_does_not():
    for kind, has_bar in ((Terminal, True), (io.StringIO, False)):
        stream = kind()
        with Progress(stream, "gp", 4, 2) as progress:
            progress.known(record(0, 0.5))
            progress.finished(record(1, 0.25), record(0, 0.5))
            progress.tick()
        said = stream.getvalue()
        assert ("2/4 trials" in said) == has_bar
        assert "gp: trial 1 (x 0.5): accuracy 0.2500, best 0.5000 (trial 0); 2 of 4, " in said


def test_the_time_left_is_shared_by_the_workers(monkeypatch):
    monkeypatch.setattr("time.time", lambda: 60.0)  # each trial took a minute
    stream = io.StringIO()
    with Progress(stream, "gp", 5, 2) as progress:
        progress.finished(record(0, 0.5), record(0, 0.5))
    assert "0:02:00 left" in stream.getvalue()
