"""The course of a search: its trials, and their records in a folder if it has one."""

import os
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NamedTuple

from sametrials.common.errors import ConfigError, SearchError
from sametrials.common.files import make_folder
from sametrials.common.locks import Check
from sametrials.search.make_job import NONE, expected_fingerprint
from sametrials.search.retries import is_wanted_again
from sametrials.search.setup import Setup
from sametrials.suggest.window import Search
from sametrials.trials.job import Job
from sametrials.trials.record import TrialRecord
from sametrials.trials.store import TrialStore

Note = Callable[[str], None]


class RecordStore(TrialStore):
    """The records of a search in a folder, as the workflow keeps them; without TensorBoard's."""

    if_mixed = "see sametrials.hold_instructions"

    def complete_log(self, record: TrialRecord) -> None:
        """Write nothing beside the record."""


class Start(NamedTuple):
    """A trial that is to be carried out."""

    job: Job
    fingerprint: dict[str, str]
    """That of its record."""
    seconds: float
    """How long it took to choose its point."""


class Course:
    """The course of a search.

    Parameters
    ----------
    setup
        The study, and what decides its trials.
    folder
        Where the records are kept; nowhere if None.
    note
        Called with each message for the user.
    retry_failed
        Whether trials that are recorded as failed are tried again, each once.

    Raises
    ------
    ConfigError
        The folder cannot be used.
    """

    def __init__(
        self,
        setup: Setup,
        folder: Path | None,
        note: Note,
        retry_failed: bool = False,
    ):
        self.setup = setup
        self.study = setup.study
        self.search = Search(self.study)
        self.store = None if folder is None else _opened(setup, folder, note)
        self._retry_failed = retry_failed

    def locked(self) -> AbstractContextManager[Check]:
        """Keep other searches out of the folder."""
        return nullcontext(_nothing) if self.store is None else self.store.locked()

    def recorded(self, trial: int) -> TrialRecord | None:
        """Return the record of a trial that can be suggested, if there is one to be used."""
        if self.store is None:
            return None
        record = self.store.find(trial, self.fingerprint(trial))
        if record is None or is_wanted_again(record, self._retry_failed):
            return None
        return record

    def fingerprint(self, trial: int) -> dict[str, str]:
        """Return the fingerprint of a trial that can be suggested."""
        return expected_fingerprint(self.search, self.setup.settings, trial)

    def start(self, trial: int) -> Start:
        """Choose the point of a trial, and note that it is out."""
        fingerprint = self.fingerprint(trial)
        started = time.perf_counter()
        point = self.search.suggest(trial)
        seconds = time.perf_counter() - started
        self.search.start(trial, point)
        name = Path(f"{trial:04d}")  # there are no such files: no model, no log
        job = Job(trial, point, self.study.training_seed(trial), name, name, save_up_to=NONE)
        return Start(job, fingerprint, seconds)

    def finish(self, record: TrialRecord) -> None:
        """Note that a trial is finished.

        Raises
        ------
        SearchError
            With this one, the first trials have all failed.
        """
        try:
            self.search.finish(record)
        except SearchError as error:  # its advice is for users of the workflow
            kept = SearchError(
                str(error).partition("\n")[0]
                + "; change the function, or try again with retry_failed=True what the machine was "
                "the cause of"
            )
            for each in getattr(error, "__notes__", []):
                kept.add_note(each)
            raise kept from None


def warn(text: str) -> None:
    """Show a message for the user as a warning of Python's, at the line that called the library."""
    level, frame = 1, sys._getframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith("sametrials."):
        level, frame = level + 1, frame.f_back  # type: ignore[assignment]
    warnings.warn(text, UserWarning, stacklevel=level)


def folder_path(folder: str | os.PathLike[str] | None) -> Path | None:
    """Return the path of a folder (ConfigError if it is none)."""
    if not isinstance(folder, str | os.PathLike | None):
        raise ConfigError(f"folder: found {folder!r:.60}, expected a path or None")
    return None if folder is None else Path(folder)


def _opened(setup: Setup, folder: Path, note: Note) -> RecordStore:
    store = RecordStore(folder, setup.settings, setup.study, note)
    try:
        make_folder(store.trials)
    except OSError as error:
        raise ConfigError(
            f"folder: found {error.strerror} at {error.filename or folder}, expected a folder that "
            "can be written"
        ) from error
    return store


def _nothing() -> None:
    """Check the lock of no folder."""
