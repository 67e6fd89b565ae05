"""Trial records, one small JSON file per trial: the search is a function of them.

A record is written once, whole, and never changed. It carries the fingerprint of all that decided
it; a record whose fingerprint is not the one expected is set aside, never used and never deleted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from sametrials.common.errors import SearchError
from sametrials.common.files import read_sealed, sha256_of_json, write_sealed
from sametrials.study.objective import column_of
from sametrials.study.space import HyperParameters

STATES = ("complete", "pruned", "failed")
"""How a trial can end, best first."""


@dataclass(frozen=True)
class TrialRecord:
    """The record of a finished trial, however it ended.

    Attributes
    ----------
    trial
        Its number, from 0.
    state
        "complete"; "pruned", ended early because it was worse than others; or "failed".
    hyper_parameters
        Its point, in the order of the search space.
    metric
        The metric of the objective, as the training reports it.
    value
        Its value, None if the trial failed. In the file it stands under the name of the metric
        (`sametrials.study.objective.column_of`).
    seed
        Seed of all randomness in the training.
    history
        The values of each reported metric, one per step; None for a value that is not finite.
    fingerprint
        "settings" is the digest of all that decides every trial of the study. "history" is that of
        the finished trials (or the given point) from which the hyper-parameters were chosen, and
        of the thresholds for pruning. "instructions" names those of the processor that were used.
    timings
        "start" in seconds since 1970, then the seconds of each phase.
    worker
        Number of the worker process that trained it.
    versions
        Versions of the packages it was made with.
    error
        Why it failed, in a line; None if it did not.
    traceback
        Python's traceback, if it failed by an exception.
    """

    trial: int
    state: str
    hyper_parameters: HyperParameters
    metric: str
    value: float | None
    seed: int | None = None
    history: Mapping[str, Sequence[float | None]] = field(default_factory=dict)
    fingerprint: Mapping[str, str] = field(default_factory=dict)
    timings: Mapping[str, float] = field(default_factory=dict)
    worker: int | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None
    traceback: str | None = None

    @property
    def steps(self) -> int:
        """Number of steps after which its training ended."""
        return max(map(len, self.history.values()), default=0)

    @property
    def span(self) -> tuple[float, float] | None:
        """Start and end of its training, in seconds since 1970; None if they were not measured."""
        if "start" not in self.timings:
            return None
        # Its hyper-parameters were suggested before "start"; all other phases are after it.
        phases = {**self.timings, "suggest": 0.0}
        start = phases.pop("start")
        return start, start + sum(phases.values())


def write_record(path: str | Path, record: TrialRecord) -> None:
    """Write a record atomically, with its digest."""
    write_sealed(path, _content(record))


def digest_of(record: TrialRecord) -> str:
    """Return the digest of all that a record says, in hexadecimal."""
    return sha256_of_json(_content(record))


def read_record(path: str | Path) -> TrialRecord:
    """Read a record.

    Raises
    ------
    ValueError
        The file is not a complete trial record as it was written; the message says in a line what
        is wrong with it.
    """
    record = _record_of(read_sealed(path))
    if record.state not in STATES or not isinstance(record.fingerprint, dict):
        raise ValueError(f"expected one of {', '.join(STATES)} as state, a mapping as fingerprint")
    if not isinstance(record.value, type(None) if record.state == "failed" else float):
        raise ValueError(
            f"expected a number as {column_of(record.metric)}, and none of a failed trial"
        )
    if f"{record.trial:04d}" != Path(path).stem:
        raise ValueError(f"found trial {record.trial}, expected the one that the file is named for")
    return record


def read_best_trial(path: str | Path) -> TrialRecord:
    """Read best_trial.json, the copy of a record that is not named for its trial.

    Raises
    ------
    SearchError
        The file is not the copy that was written.
    """
    try:
        return _record_of(read_sealed(path))
    except (OSError, ValueError) as error:
        raise SearchError(
            f"{path}: {error}; run snakemake with --forcerun collect_results to put it right"
        ) from error


def _content(record: TrialRecord) -> dict[str, Any]:
    """Return what a record's file holds: the value stands under the name of its metric."""
    return {
        (column_of(record.metric) if key == "value" else key): part
        for key, part in asdict(record).items()
    }


def _record_of(content: dict[str, Any]) -> TrialRecord:
    try:
        content["value"] = content.pop(column_of(content["metric"]))
        return TrialRecord(**content)
    except (TypeError, ValueError, KeyError, AttributeError):
        keys = [each.name for each in fields(TrialRecord) if each.name != "value"]
        raise ValueError(
            f"expected a mapping with the keys {', '.join(keys)} and the name of the metric"
        ) from None
