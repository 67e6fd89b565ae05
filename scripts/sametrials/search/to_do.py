"""How many trials each study has still to make, by the records that are there."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.trials.trial_files import TrialFiles


def to_do(studies: Mapping[str, Mapping[str, Any]], results: str | Path) -> str:
    """Say how many trials of each study are still to be made.

    Records are counted, not read: one that was made under other settings counts until its search
    sets it aside.

    Parameters
    ----------
    studies
        The checked settings of each study, by name.
    results
        The folder in which each study has one of its name.

    Returns
    -------
    str
        "gp, 28 of 40 trials to run (12 records are there); random, all 40 records are there"
    """
    return "; ".join(
        f"{name}, {_of_one(study, Path(results) / name)}" for name, study in studies.items()
    )


def _of_one(study: Mapping[str, Any], folder: Path) -> str:
    n_calls = study["n_calls"]
    trials = TrialFiles(folder)
    there = sum(trials.record(trial).exists() for trial in range(n_calls))
    if there == n_calls:
        return f"all {n_calls} records are there"
    may_end = [study[name] for name in ("target", "stop_after", "max_hours")]
    most = "at most " if any(each is not None for each in may_end) else ""
    if not there:
        return f"{most}{n_calls} trials to run"
    records = "record is" if there == 1 else "records are"
    return f"{most}{n_calls - there} of {n_calls} trials to run ({there} {records} there)"
