"""What the user sees while a search runs: a line per finished trial, and a bar on a terminal."""

import time
from datetime import timedelta
from typing import TextIO

from tqdm import tqdm

from hpo.records import TrialRecord
from hpo.trial import describe


class Progress:
    """Tells how a search goes.

    Parameters
    ----------
    terminal
        Where to write. The bar is drawn only if it is a terminal.
    study
        Name of the study.
    n_calls
        Number of trials in all.
    workers
        How many trials are trained side by side, for the time that is left.
    """

    def __init__(self, terminal: TextIO, study: str, n_calls: int, workers: int):
        self._terminal = terminal
        self._study = study
        self._n_calls = n_calls
        self._workers = workers
        self._done = 0
        self._seconds: list[float] = []
        self._bar = tqdm(
            total=n_calls,
            desc=study,
            unit="trial",
            file=terminal,
            disable=not terminal.isatty(),
            dynamic_ncols=True,
            bar_format="{desc} {bar} {n}/{total} trials, {elapsed} so far{postfix}",
        )

    def __enter__(self) -> "Progress":
        return self

    def __exit__(self, *_) -> None:
        self._bar.close()

    def note(self, text: str) -> None:
        """Say something beside the trials."""
        self._write(f"{self._study}: {text}")

    def known(self, best: TrialRecord | None) -> None:
        """Count a trial that was there already."""
        self._advance(best)

    def finished(self, record: TrialRecord, best: TrialRecord | None) -> None:
        """Count a trial that has just been finished, and tell of it."""
        self._seconds.append(time.time() - record.timings["start"])
        self._advance(best)
        best_so_far = f", best {best.accuracy:.4f} (trial {best.trial})" if best else ""
        self._write(
            f"{self._study}: trial {record.trial} ({describe(record.hyper_parameters)}): "
            f"{_ending(record)}{best_so_far}; {self._done} of {self._n_calls}{self._time_left()}"
        )

    def confirmed(self, record: TrialRecord, left: int) -> None:
        """Tell of a trial that was trained again."""
        self._write(
            f"{self._study}: trial {record.trial} under a new seed: {_ending(record)}; "
            f"{left} more to confirm the best"
        )

    def tick(self) -> None:
        """Let the bar's clock go on."""
        self._bar.refresh()

    def _advance(self, best: TrialRecord | None) -> None:
        self._done += 1
        best_so_far = f"best {best.accuracy:.4f}" if best else "none succeeded"
        self._bar.set_postfix_str(best_so_far + self._time_left(), refresh=False)
        self._bar.update()

    def _time_left(self) -> str:
        left = self._n_calls - self._done
        if not self._seconds or not left:
            return ""
        mean = sum(self._seconds) / len(self._seconds)
        return f", {timedelta(seconds=round(left * mean / self._workers))} left"

    def _write(self, line: str) -> None:
        tqdm.write(line, file=self._terminal)


def _ending(record: TrialRecord) -> str:
    if record.state == "failed":
        return f"failed: {record.error}"
    pruned = f"pruned after epoch {record.epochs}, " if record.state == "pruned" else ""
    return f"{pruned}accuracy {record.accuracy:.4f}"
