"""The trials of a study that were set aside, until the settings return under which they were made.

Moving a trial is some renames. A crash between two of them must leave a state from which the same
move goes on: so the record, which says that the rest is there, leaves last when a trial is set
aside and arrives first when it is taken back.
"""

import contextlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from sametrials.common.files import move
from sametrials.trials.record import read_record
from sametrials.trials.trial_files import TrialFiles, remove_log


class Superseded:
    """The folder `superseded` of a study: a folder for each trial, named after it and the reason.

    Parameters
    ----------
    files
        The paths of the study's trials.
    """

    def __init__(self, files: TrialFiles):
        self.files = files
        self.folder = files.folder / "superseded"

    def megabytes(self) -> str:
        """Write how much is in the folder: "1.2 MB"."""
        size = sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())
        return f"{size / 1e6:.1f} MB"

    def set_aside(self, name: str, reason: str, logs: Iterable[Path]) -> None:
        """Move the files of a trial here, with its TensorBoard logs.

        Parameters
        ----------
        name
            Of its files, without a suffix: "0003".
        reason
            The digest of what it was made under, or why it is of no use.
        logs
            Folders.
        """
        target = self._folder_of(name, reason)
        for log in logs:
            _move_log(log, target / "tensorboard" / log.name)
        for suffix in self.files.suffixes:
            _move_file(self.files.trials / f"{name}{suffix}", target / f"{name}{suffix}")

    def take_back(self, name: str, reason: str) -> None:
        """Move the files of a trial back, if its record is here and sound or is back already."""
        self._take_back_from(name, self._folder_of(name, reason))

    def take_back_any(self, name: str, fits: Callable[[Mapping[str, str]], bool]) -> None:
        """Do the same with the first one whose fingerprint fits, if there is no record."""
        for source in sorted(self.folder.glob(f"{name}-*")):
            if (self.files.trials / f"{name}.json").exists():
                return
            with contextlib.suppress(FileNotFoundError, ValueError):
                if fits(read_record(source / f"{name}.json").fingerprint):
                    self._take_back_from(name, source)

    def _take_back_from(self, name: str, source: Path) -> None:
        if not source.exists():
            return
        if not (self.files.trials / f"{name}.json").exists():
            try:
                read_record(source / f"{name}.json")
            except (FileNotFoundError, ValueError):
                return
        for suffix in reversed(self.files.suffixes):
            _move_file(source / f"{name}{suffix}", self.files.trials / f"{name}{suffix}")
        for log in (source / "tensorboard").glob("*"):
            _move_log(log, self.files.tensorboard / log.name)
        for folder in (source / "tensorboard", source):
            with contextlib.suppress(OSError):  # a user has put something there
                folder.rmdir()

    def _folder_of(self, name: str, reason: str) -> Path:
        return self.folder / f"{name}-{reason[:24]}"


def _move_log(source: Path, target: Path) -> None:
    """Rename the folder of a log, if it is still there; an older log gives way to it."""
    if source.is_dir():
        remove_log(target)
        if not target.exists():
            move(source, target)


def _move_file(source: Path, target: Path) -> None:
    """Rename a file, if it is still there; replace the target."""
    if source.exists():
        move(source, target)
