"""What is looked at of a search."""

from collections.abc import Sequence
from pathlib import Path

from sametrials.common.files import read_sealed, write_sealed
from sametrials.results.trial_tables import trials_table
from sametrials.study.objective import Objective
from sametrials.trials.record import TrialRecord
from simulated import ACCURACY


def table(records: Sequence[TrialRecord], objective: Objective = ACCURACY) -> str:
    """All that trials.csv says of it."""
    return trials_table(objective, records).to_csv()


def contents(folder: Path) -> dict[str, bytes]:
    """All that is there of the trials in use."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for part in ("trials", "tensorboard")
        for path in (folder / part).rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def change_record(path: Path, **changes) -> None:
    """Change a record so that it looks like one that was written so."""
    write_sealed(path, {**read_sealed(path), **changes})
