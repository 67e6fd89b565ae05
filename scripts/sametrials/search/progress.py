"""What the user sees while a search runs: a line per finished trial, and a bar on a terminal."""

import time
from datetime import timedelta
from typing import TextIO

from tqdm import tqdm

from sametrials.study.settings import Study
from sametrials.trials.job import describe
from sametrials.trials.record import TrialRecord


class Progress:
    """Tells how a search goes.

    Parameters
    ----------
    terminal
        Where to write. The bar is drawn only if it is a terminal.
    name
        Of the study.
    study
        Its settings.
    workers
        How many trials are trained side by side, for the time that is left.
    """

    def __init__(self, terminal: TextIO, name: str, study: Study, workers: int):
        self._terminal = terminal
        self._name = name
        self._objective = study.objective
        self._n_calls = study.n_calls
        self._workers = workers
        self._done = 0
        self._trained = 0
        self._seconds = 0.0
        """How many trials were trained here, and how long they took together."""
        self._bar = tqdm(
            total=study.n_calls,
            desc=name,
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
        self._write(f"{self._name}: {text}")

    def known(self, best: TrialRecord | None) -> None:
        """Count a trial that was there already."""
        self._advance(best)

    def finished(self, record: TrialRecord, best: TrialRecord | None) -> None:
        """Count a trial that has just been finished, and tell of it."""
        self._trained += 1
        self._seconds += time.time() - record.timings["start"]
        self._advance(best)
        best_so_far = f", best {self._text(best)} (trial {best.trial})" if best else ""
        self._write(
            f"{self._name}: trial {record.trial} ({describe(record.hyper_parameters)}): "
            f"{self._ending(record)}{best_so_far}; "
            f"{self._done} of {self._n_calls}{self._time_left()}"
        )

    def confirmed(self, record: TrialRecord, left: int) -> None:
        """Tell of a trial that was trained again."""
        self._write(
            f"{self._name}: trial {record.trial} under a new seed: {self._ending(record)}; "
            f"{left} more to confirm the best"
        )

    def tick(self) -> None:
        """Let the bar's clock go on."""
        self._bar.refresh()

    def _advance(self, best: TrialRecord | None) -> None:
        self._done += 1
        best_so_far = f"best {self._text(best)}" if best else "none succeeded"
        self._bar.set_postfix_str(best_so_far + self._time_left(), refresh=False)
        self._bar.update()

    def _time_left(self) -> str:
        left = self._n_calls - self._done
        if not self._trained or not left:
            return ""
        mean = self._seconds / self._trained
        return f", {timedelta(seconds=round(left * mean / self._workers))} left"

    def _write(self, line: str) -> None:
        tqdm.write(line, file=self._terminal)

    def _ending(self, record: TrialRecord) -> str:
        if record.state == "failed":
            return f"failed: {record.error}"
        step = f"{self._objective.step} {record.steps}"
        pruned = f"pruned after {step}, " if record.state == "pruned" else ""
        return f"{pruned}{self._objective.column} {self._text(record)}"

    def _text(self, record: TrialRecord) -> str:
        return self._objective.text(record.value)
