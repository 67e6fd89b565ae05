"""The manifest of a search: which trial records make up a study."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from hpo.common.errors import SearchError
from hpo.trials.ranking import Confirmations
from hpo.trials.record import TrialRecord, read_record
from hpo.trials.trial_files import TrialFiles

REPAIR = "run snakemake with --forcerun run_search to put it right"


def manifest(records: Sequence[TrialRecord], confirmations: Confirmations) -> dict:
    """Make the manifest of a study: the fingerprints of its records.

    `trials` lists those of the trials, in order; `confirmations` maps the number of a trial to
    those of its trainings under new seeds.
    """
    again = {str(trial): _fingerprints(records) for trial, records in confirmations.items()}
    return {"trials": _fingerprints(records), "confirmations": again}


def read_records(files: TrialFiles, search: Mapping) -> list[TrialRecord]:
    """Read the records of a manifest, by number; SearchError if the files hold others."""
    return [
        _read_record(files.record(trial), fingerprint)
        for trial, fingerprint in enumerate(search["trials"])
    ]


def read_confirmations(files: TrialFiles, search: Mapping) -> Confirmations:
    """Read the records under new seeds by trial; SearchError if the files hold others."""
    return {
        int(trial): [
            _read_record(files.of_new_seed(number).record(int(trial)), fingerprint)
            for number, fingerprint in enumerate(fingerprints)
        ]
        for trial, fingerprints in search["confirmations"].items()
    }


def _read_record(path: Path, fingerprint: Mapping[str, str]) -> TrialRecord:
    try:
        record = read_record(path)
    except (OSError, ValueError) as error:
        raise SearchError(f"{path}: {error}; {REPAIR}") from error
    if record.fingerprint != fingerprint:
        raise SearchError(
            f"{path}: found a trial made under other settings or after other trials, "
            f"expected the one that the search ended with; {REPAIR}"
        )
    return record


def _fingerprints(records: Sequence[TrialRecord]) -> list[dict[str, str]]:
    return [dict(record.fingerprint) for record in records]
