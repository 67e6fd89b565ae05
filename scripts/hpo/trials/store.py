"""The folder of a study: its trial records, the incumbent's model, and records set aside."""

import math
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from hpo.common.files import PARTIAL, sha256_of_file, sha256_of_json
from hpo.common.locks import Check, locked
from hpo.common.logs import describe
from hpo.study.settings import Study
from hpo.study.space import HyperParameters
from hpo.trials.job import log_dir_name
from hpo.trials.record import TrialRecord, read_record, write_record
from hpo.trials.tensorboard import write_hparams
from hpo.trials.trial_files import TrialFiles


class TrialStore:
    """The records of one study on disk.

    A record that was made under other settings is moved, with its model and its TensorBoard log,
    to a folder named after its fingerprint, and taken back when those settings return.

    Parameters
    ----------
    folder
        results/<study>
    settings_digest
        The digest of all that decides every trial (see `hpo.trials.fingerprint`).
    study
        Its settings, for TensorBoard.
    note
        Called with each message for the user.
    metrics
        The metrics that the training reports, for TensorBoard; None if they are not known before.
    model_suffix
        Suffix of model files.
    """

    def __init__(
        self,
        folder: str | Path,
        settings_digest: str,
        study: Study,
        note: Callable[[str], None] = print,
        metrics: Sequence[str] | None = None,
        model_suffix: str = ".model",
    ):
        self.files = TrialFiles(folder, model_suffix)
        self.folder = self.files.folder
        self.trials = self.files.trials
        self.settings_digest = settings_digest
        self.study = study
        self.metrics = metrics
        self._note = note
        self.tensorboard = self.folder / "tensorboard"
        self.superseded = self.folder / "superseded"

    def locked(self, patience: float = 10) -> AbstractContextManager[Check]:
        """Keep other searches, and jobs of single trials, out of the folder."""
        return locked(self.trials / ".lock", patience=patience)

    @contextmanager
    def trial_locked(self, trial: int) -> Iterator[Check]:
        """Keep searches out of the folder, and let other jobs of the same trial wait.

        A trial may have two jobs if Snakemake was killed and its jobs live on.
        """
        with (
            locked(self.trials / ".lock", shared=True) as check_folder,
            locked(self.trials / f".{trial:04d}.lock", patience=math.inf) as check_trial,
        ):

            def check() -> None:
                check_folder()
                check_trial()

            yield check

    def tidy(self) -> None:
        """Remove what a crash left unfinished, and set aside the records that do not fit."""
        for partial in self.trials.glob(f".*{PARTIAL}*"):
            partial.unlink()
        superseded = sum(self._is_superseded(path) for path in sorted(self.trials.glob("*.json")))
        if superseded:
            self._note(
                f"{superseded} trial records made under other settings are not used "
                f"and kept in {self.superseded}"
            )
        self.clear_unfinished()

    def tidy_trial(self, trial: int) -> None:
        """Do the same for the files of one trial."""
        path = self.files.record(trial)
        for partial in self.trials.glob(f".{path.stem}{PARTIAL}*"):
            partial.unlink()
        if path.exists():
            self._is_superseded(path)

    def _is_superseded(self, path: Path) -> bool:
        """Set aside a record of other settings (and return True) or one that is unreadable."""
        try:
            record = read_record(path)
        except ValueError as error:
            self._note(
                f"{path} is not a complete trial record ({error}): set aside, the trial is trained "
                "again"
            )
            self._set_aside(path.stem, f"unreadable-{sha256_of_file(path)}")
            return False
        if record.fingerprint.get("settings") == self.settings_digest:
            return False
        self._set_aside(path.stem, sha256_of_json(record.fingerprint))
        return True

    def clear_unfinished(self) -> None:
        """Remove models and logs of trials that have no record."""
        for model in self.trials.glob(f"*{self.files.model_suffix}"):
            if not model.with_suffix(".json").exists():
                model.unlink()
        for log in self.tensorboard.glob("[0-9]*_*/"):
            trial = log.name.split("_")[0]
            if trial.isdecimal() and not (self.trials / f"{trial}.json").exists():
                shutil.rmtree(log)

    def find(self, trial: int, fingerprint: Mapping[str, str]) -> TrialRecord | None:
        """Read the record of a trial if there is one with this fingerprint.

        A record with another fingerprint is set aside; a fitting one set aside before is taken
        back.
        """
        path = self.files.record(trial)
        if path.exists():
            record = read_record(path)
            if record.fingerprint != fingerprint:
                self._note(
                    f"the record of trial {trial} was suggested from other trials or another list "
                    f"than now: not used and kept in {self.superseded}"
                )
                self._set_aside(path.stem, sha256_of_json(record.fingerprint))
        self._take_back(path.stem, fingerprint)
        return read_record(path) if path.exists() else None

    def add(self, record: TrialRecord) -> None:
        """Complete the TensorBoard log of a trial that has just finished, then write its record.

        The order matters: a log without a record is removed.
        """
        self.complete_log(record)
        write_record(self.files.record(record.trial), record)

    def log_dir(self, trial: int, hyper_parameters: HyperParameters) -> Path:
        """Return the folder of a trial's TensorBoard log."""
        return self.tensorboard / log_dir_name(trial, hyper_parameters)

    def complete_log(self, record: TrialRecord) -> None:
        """Write a trial's HParams for TensorBoard; if that fails, only tell the user."""
        folder = self.log_dir(record.trial, record.hyper_parameters)
        try:
            write_hparams(folder, record, self.study.search_space, self.metrics)
        except Exception as error:  # a mistake in a display must not lose a record
            self._note(f"trial {record.trial} is not in TensorBoard's HParams: {describe(error)}")

    def keep_only_models_of(
        self, kept: Collection[TrialRecord], records: Mapping[int, TrialRecord]
    ) -> None:
        """Delete the models of all trials of `records` but those of `kept`."""
        for trial in set(records) - {record.trial for record in kept}:
            self.files.model(trial).unlink(missing_ok=True)

    # Moving a trial is three renames. A crash between two of them must leave a state from which
    # the same move goes on: so the record, which says that the rest is there, leaves last when a
    # trial is set aside and arrives first when it is taken back.

    def _set_aside(self, name: str, reason: str) -> None:
        target = self._superseded_folder(name, reason)
        for log in self.tensorboard.glob(f"{name}_*"):
            _move(log, target / "tensorboard" / log.name)
        for suffix in (self.files.model_suffix, ".json"):
            _move(self.trials / f"{name}{suffix}", target / f"{name}{suffix}")

    def _take_back(self, name: str, fingerprint: Mapping[str, str]) -> None:
        source = self._superseded_folder(name, sha256_of_json(fingerprint))
        if not (self.trials / f"{name}.json").exists():
            try:
                read_record(source / f"{name}.json")
            except (FileNotFoundError, ValueError):
                return
        for suffix in (".json", self.files.model_suffix):
            _move(source / f"{name}{suffix}", self.trials / f"{name}{suffix}")
        for log in (source / "tensorboard").glob("*"):
            _move(log, self.tensorboard / log.name)
        shutil.rmtree(source, ignore_errors=True)

    def _superseded_folder(self, name: str, reason: str) -> Path:
        return self.superseded / f"{name}-{reason[:24]}"


def _move(source: Path, target: Path) -> None:
    """Rename a file or folder, if it is still there; replace the target."""
    if not source.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.rmtree(target)
    source.rename(target)
