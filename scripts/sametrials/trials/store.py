"""The folder of a study: its trial records, the incumbent's model, and records set aside."""

import math
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path

from sametrials.common.files import PARTIAL, final_name, sha256_of_file, sha256_of_json
from sametrials.common.locks import Check, locked
from sametrials.common.logs import describe
from sametrials.study.settings import Study
from sametrials.study.space import HyperParameters
from sametrials.trials.fingerprint import (
    INSTRUCTIONS,
    instructions_here,
    is_same_but_for_instructions,
)
from sametrials.trials.job import log_dir_name
from sametrials.trials.model_digest import is_as_saved, write_model_digest
from sametrials.trials.record import TrialRecord, read_record, write_record
from sametrials.trials.superseded import Superseded
from sametrials.trials.trial_files import TrialFiles, remove_log


class TrialStore:
    """The records of one study on disk.

    A record that was made under other settings is moved, with its model and its TensorBoard log,
    to a folder named after its fingerprint, and taken back when those settings return.

    Parameters
    ----------
    folder
        results/<study>
    settings_digest
        The digest of all that decides every trial (see `sametrials.trials.fingerprint`).
    study
        Its settings, for TensorBoard.
    note
        Called with each message for the user.
    metrics
        The metrics that the training reports, for TensorBoard; None if they are not known before.
    model_suffix
        Suffix of model files.
    new_seed
        Number of the new seed under which its trials are trained, from 1; 0 for the search itself.
    mixes_processors
        Whether a record counts that was made with other instructions of a processor.
    """

    if_mixed = "--config mix_processors=true uses them"
    """How to use records of another kind of processor."""

    def __init__(
        self,
        folder: str | Path,
        settings_digest: str,
        study: Study,
        note: Callable[[str], None] = print,
        metrics: Sequence[str] | None = None,
        model_suffix: str = ".model",
        new_seed: int = 0,
        mixes_processors: bool = False,
    ):
        self.files = TrialFiles(folder, model_suffix)
        self.folder = self.files.folder
        self.trials = self.files.trials
        self.settings_digest = settings_digest
        self.study = study
        self.metrics = metrics
        self.new_seed = new_seed
        self.mixes_processors = mixes_processors
        self._note = note
        self.superseded = Superseded(self.files)

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
        for path in self.trials.glob(f".*{PARTIAL}*"):
            if self._is_of_a_trial(final_name(path)):
                path.unlink()
        for lock in self.trials.glob(".[0-9]*.lock"):  # of `trial_locked`: none is held now
            lock.unlink()
        misfits = filter(None, map(self._set_aside_if_misfit, self._numbered(".json")))
        for misfit, number in Counter(misfits).items():
            self._note(
                f"{number} trial records made {misfit} are not used and kept in "
                f"{self.superseded.folder}, {self.superseded.megabytes()}, until you delete it"
            )
        if self.mixes_processors:
            self._tell_of_other_processors()
        self.clear_unfinished()

    def _tell_of_other_processors(self) -> None:
        here = instructions_here()
        records = map(read_record, self._numbered(".json"))
        others = Counter(record.fingerprint.get(INSTRUCTIONS) for record in records)
        for there, number in others.items():
            if there != here:
                self._note(
                    f"{number} of the trial records were made with other instructions ({there}; "
                    f"here {here}): they count, since mix_processors is true"
                )

    def tidy_trial(self, trial: int) -> None:
        """Do the same for the files of one trial."""
        path = self.files.record(trial)
        for unfinished in self.trials.glob(f".{path.stem}{PARTIAL}*"):
            unfinished.unlink()
        if path.exists():
            self._set_aside_if_misfit(path)

    def _set_aside_if_misfit(self, path: Path) -> str | None:
        """Set aside a record that is unreadable, or one that does not fit: return why not."""
        try:
            record = read_record(path)
        except ValueError as error:
            self._set_aside_unreadable(path, str(error))
            return None
        misfit = self._misfit_of_settings(record.fingerprint)
        if misfit is not None:
            self._set_aside_record(record)
        return misfit

    def _misfit_of_settings(self, found: Mapping[str, str]) -> str | None:
        """Say how a record was made whatever its history; None if as the search asks."""
        if found.get("settings") != self.settings_digest:
            return "under other settings"
        then, now = found.get(INSTRUCTIONS), instructions_here()
        if then == now or self.mixes_processors:
            return None
        return f"with other instructions of the processor ({then}; here {now}; {self.if_mixed})"

    def _set_aside_unreadable(self, path: Path, problem: str) -> None:
        self._note(
            f"{path} is not the record of this trial ({problem}): it is set aside in "
            f"{self.superseded.folder}, and the trial is trained again"
        )
        logs = self.files.tensorboard.glob(f"{path.stem}_*")
        self.superseded.set_aside(path.stem, f"unreadable-{sha256_of_file(path)}", logs)

    def clear_unfinished(self) -> None:
        """Remove models and logs of trials that have no record."""
        for suffix in (self.files.model_suffix, ".sha256"):
            for path in self._numbered(suffix):
                if not path.with_suffix(".json").exists():
                    path.unlink()
        for log in self.files.tensorboard.glob("[0-9]*_*/"):
            record = f"{log.name.split('_')[0]}.json"
            if self._is_of_a_trial(record) and not (self.trials / record).exists():
                remove_log(log)

    def _numbered(self, suffix: str) -> list[Path]:
        """List the files of trials with a suffix, by name; a user may keep others beside them."""
        paths = sorted(self.trials.glob(f"[0-9]*{suffix}"))
        return [path for path in paths if self._is_of_a_trial(path.name)]

    def _is_of_a_trial(self, name: str) -> bool:
        suffixes = "|".join(map(re.escape, self.files.suffixes))
        return re.fullmatch(rf"\d{{4,}}({suffixes})", name) is not None

    def find(
        self,
        trial: int,
        fingerprint: Mapping[str, str],
        hyper_parameters: HyperParameters | None = None,
    ) -> TrialRecord | None:
        """Read the record of a trial if there is one with this fingerprint.

        A record with another fingerprint, or one that cannot be that of the trial, is set aside; a
        fitting one set aside before is taken back.

        Parameters
        ----------
        trial
            Its number.
        fingerprint
            The fingerprint that its record must have.
        hyper_parameters
            Its hyper-parameters, if they are known; any of the search space if not.
        """
        path = self.files.record(trial)
        record = self._checked(path, fingerprint, hyper_parameters) if path.exists() else None
        made = fingerprint if record is None else record.fingerprint
        self.superseded.take_back(path.stem, sha256_of_json(made))
        if self.mixes_processors:
            self.superseded.take_back_any(path.stem, partial(self._fits, fingerprint))
        if record is None and path.exists():
            record = read_record(path)
        return record

    def _fits(self, expected: Mapping[str, str], found: Mapping[str, str]) -> bool:
        if self.mixes_processors:
            return is_same_but_for_instructions(expected, found)
        return expected == found

    def _checked(
        self, path: Path, fingerprint: Mapping[str, str], hyper_parameters: HyperParameters | None
    ) -> TrialRecord | None:
        """Read the record of a trial; one that is not the right one is set aside."""
        try:
            record = read_record(path)
        except ValueError as error:
            self._set_aside_unreadable(path, str(error))
            return None
        problem = self._misfit(record, hyper_parameters)
        if problem is not None:
            self._set_aside_unreadable(path, problem)
            return None
        if not self._fits(fingerprint, record.fingerprint):
            self._note(
                f"the record of trial {record.trial} was suggested from other trials or another "
                f"list than now: not used and kept in {self.superseded.folder}"
            )
            self._set_aside_record(record)
            return None
        return record

    def _misfit(self, record: TrialRecord, hyper_parameters: HyperParameters | None) -> str | None:
        """Say why a whole record cannot be that of its trial; None if it can."""
        seed = self.study.training_seed(record.trial, new=self.new_seed)
        if record.seed != seed:
            return f"found the seed {record.seed}, expected {seed}"
        point = record.hyper_parameters
        if hyper_parameters is not None and point != hyper_parameters:
            return f"found the point {point}, expected {hyper_parameters}"
        if not self.study.space.holds(point):
            return f"found the point {point}, expected one of the search space"
        return None

    def add(self, record: TrialRecord) -> None:
        """Complete the files of a trial that has just finished, then write its record.

        The order matters: a log or a model without a record is removed.
        """
        self.complete_log(record)
        self.note_model(record.trial)
        write_record(self.files.record(record.trial), record)

    def note_model(self, trial: int) -> None:
        """Write down the digest of a trial's model, if there is one."""
        model = self.files.model(trial)
        if model.exists():
            write_model_digest(model, self.files.model_digest(trial))

    def has_model(self, trial: int) -> bool:
        """Tell whether the model of a trial is there as it was saved."""
        return is_as_saved(self.files.model(trial), self.files.model_digest(trial))

    def log_dir(self, trial: int, hyper_parameters: HyperParameters) -> Path:
        """Return the folder of a trial's TensorBoard log."""
        return self.files.tensorboard / log_dir_name(trial, hyper_parameters)

    def complete_log(self, record: TrialRecord) -> None:
        """Write a trial's HParams for TensorBoard; if that fails, only tell the user."""
        folder = self.log_dir(record.trial, record.hyper_parameters)
        try:
            # Imported here: the library is also installed without TensorBoard.
            from sametrials.trials.tensorboard import write_hparams

            write_hparams(folder, record, self.study.search_space, self.metrics)
        except Exception as error:  # a mistake in a display must not lose a record
            self._note(f"trial {record.trial} is not in TensorBoard's HParams: {describe(error)}")

    def keep_only_models_of(
        self, kept: Collection[TrialRecord], records: Mapping[int, TrialRecord]
    ) -> None:
        """Delete the models of all trials of `records` but those of `kept`."""
        for trial in set(records) - {record.trial for record in kept}:
            self.files.model(trial).unlink(missing_ok=True)
            self.files.model_digest(trial).unlink(missing_ok=True)

    def _set_aside_record(self, record: TrialRecord) -> None:
        # The log is found by its name, since the folder has as many logs as there are trials.
        log = self.log_dir(record.trial, record.hyper_parameters)
        name = self.files.record(record.trial).stem
        self.superseded.set_aside(name, sha256_of_json(record.fingerprint), [log])
