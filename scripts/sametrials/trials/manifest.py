"""The manifest of a search: which trial records make up a study."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from sametrials.common.errors import SearchError
from sametrials.common.files import read_sealed, write_sealed
from sametrials.trials.ranking import Confirmations
from sametrials.trials.record import TrialRecord, digest_of, read_record
from sametrials.trials.trial_files import TrialFiles

REPAIR = "run snakemake with --forcerun run_search to put it right"


def manifest(records: Sequence[TrialRecord], confirmations: Confirmations) -> dict:
    """Make the manifest of a study: the digests of its records.

    `trials` lists those of the trials, in order; `confirmations` maps the number of a trial to
    those of its trainings under new seeds.
    """
    again = {str(trial): list(map(digest_of, trained)) for trial, trained in confirmations.items()}
    return {"trials": list(map(digest_of, records)), "confirmations": again}


def write_manifest(
    path: str | Path, records: Sequence[TrialRecord], confirmations: Confirmations
) -> None:
    """Write the manifest of a study, with a digest of its own."""
    write_sealed(path, manifest(records, confirmations))


def read_manifest(path: str | Path) -> dict:
    """Read the manifest of a study.

    Raises
    ------
    SearchError
        The file is not as it was written.
    """
    try:
        return read_sealed(path)
    except (OSError, ValueError) as error:
        raise SearchError(f"{path}: {error}; {REPAIR}") from error


def read_records(files: TrialFiles, search: Mapping) -> list[TrialRecord]:
    """Read the records of a manifest, by number; SearchError if the files hold others."""
    return [
        _read_record(files.record(trial), digest) for trial, digest in enumerate(search["trials"])
    ]


def read_confirmations(files: TrialFiles, search: Mapping) -> Confirmations:
    """Read the records under new seeds by trial; SearchError if the files hold others."""
    return {
        int(trial): [
            _read_record(files.of_new_seed(number).record(int(trial)), digest)
            for number, digest in enumerate(digests)
        ]
        for trial, digests in search["confirmations"].items()
    }


def read_kept_record(path: Path) -> TrialRecord:
    """Read a record after the search.

    Raises
    ------
    SearchError
        The file is not as it was written.
    """
    try:
        return read_record(path)
    except (OSError, ValueError) as error:
        raise SearchError(f"{path}: {error}; {REPAIR}") from error


def _read_record(path: Path, digest: str) -> TrialRecord:
    record = read_kept_record(path)
    if digest_of(record) != digest:
        raise SearchError(
            f"{path}: found another record, expected the one that the search ended with; {REPAIR}"
        )
    return record
