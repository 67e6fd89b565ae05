"""Trial records: what the search is a function of, one small JSON file per trial.

A record is written once, whole, and never changed. It carries the fingerprint of all that decided
it; a record whose fingerprint is not the one expected is set aside, never used and never deleted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING

from hpo.files import read_json, write_json

if TYPE_CHECKING:  # what reads records to show them need not wait for scikit-optimize
    from hpo.space import HyperParameters

STATES = ("complete", "pruned", "failed")
"""How a trial can end, best first."""


@dataclass(frozen=True)
class TrialRecord:
    """What is known of a finished trial, however it ended.

    Attributes
    ----------
    trial
        Its number, from 0.
    state
        "complete"; "pruned", ended early because it did worse than others; or "failed".
    hyper_parameters
        What was tried, in the order of the search space.
    accuracy
        What the search maximises: the share, 0 to 1, of the validation images that the network
        gets right after the last epoch that was trained. None if the trial failed. (Of a function
        of one's own: whatever it returns.)
    seed
        The seed of everything random in the training.
    history
        Per-epoch values: accuracy, loss, val_accuracy, val_loss. A loss that is not a finite
        number is None.
    fingerprint
        "settings" is a digest of all that decides every trial of the search, "history" of the
        finished trials (or the entry of a list) that this one's hyper-parameters were chosen from.
    timings
        "start" in seconds since the epoch, then the seconds of each phase.
    worker
        Which worker process it was trained in.
    versions
        The packages it was made with.
    error
        Why it failed, in a line; None if it did not.
    traceback
        Where, if it failed in Python.
    """

    trial: int
    state: str
    hyper_parameters: "HyperParameters"
    accuracy: float | None
    seed: int | None = None
    history: Mapping[str, Sequence[float | None]] = field(default_factory=dict)
    fingerprint: Mapping[str, str] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    worker: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    traceback: str | None = None

    @property
    def epochs(self) -> int:
        """After how many epochs it ended."""
        return len(self.history.get("val_accuracy", ()))

    @property
    def span(self) -> tuple[float, float] | None:
        """From when to when it was trained, in seconds since 1970; None if nobody has measured."""
        if "start" not in self.timings:
            return None
        # Its hyper-parameters were suggested before "start"; all other phases are after it.
        phases = {**self.timings, "suggest": 0.0}
        start = phases.pop("start")
        return start, start + sum(phases.values())


class TrialFiles:
    """Where the files of a study's trials lie.

    Parameters
    ----------
    folder
        results/<study>
    """

    def __init__(self, folder: str | Path):
        self.folder = Path(folder)
        self.trials = self.folder / "trials"

    def record(self, trial: int) -> Path:
        """Record of a trial."""
        return self.trials / f"{trial:04d}.json"

    def model(self, trial: int) -> Path:
        """Model of a trial; there as long as it is the best one."""
        return self.trials / f"{trial:04d}.keras"

    def of_new_seed(self, number: int) -> "TrialFiles":
        """Files of the trials that were trained again, by the number of the new seed, from 0."""
        return TrialFiles(self.folder / "confirmations" / f"{number + 1}")


def ranked(records: Iterable[TrialRecord]) -> list[TrialRecord]:
    """Sort trials, best first: complete ones, pruned ones, failed ones.

    Of equal accuracies the lowest trial number comes first.
    """

    def key(record: TrialRecord) -> tuple:
        return (STATES.index(record.state), -(record.accuracy or 0), record.trial)

    return sorted(records, key=key)


def best_of(records: Iterable[TrialRecord], n: int) -> list[TrialRecord]:
    """List the n best trials, best first, of those that are complete."""
    return ranked(record for record in records if record.state == "complete")[:n]


def incumbent(records: Iterable[TrialRecord]) -> TrialRecord | None:
    """Find the best trial, a complete one; None if there is none."""
    return next(iter(best_of(records, 1)), None)


def write_record(path: str | Path, record: TrialRecord) -> None:
    """Write a record atomically."""
    write_json(path, asdict(record))


def read_record(path: str | Path) -> TrialRecord:
    """Read a record.

    Raises
    ------
    ValueError
        The file is no whole trial record; the message says what is wrong with it.
    """
    try:
        record = TrialRecord(**read_json(path))
    except TypeError:
        names = ", ".join(attribute.name for attribute in fields(TrialRecord))
        raise ValueError(f"expected a mapping with the keys {names}") from None
    if record.state not in STATES or not isinstance(record.fingerprint, dict):
        raise ValueError(f"expected one of {', '.join(STATES)} as state, a mapping as fingerprint")
    if not isinstance(record.accuracy, type(None) if record.state == "failed" else float):
        raise ValueError("expected a number as accuracy, and none of a failed trial")
    if f"{record.trial:04d}" != Path(path).stem:
        raise ValueError(f"found trial {record.trial}, expected the one that the file is named for")
    return record
