"""What is looked at of a search."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path

from sametrials.common.files import read_sealed, write_sealed
from sametrials.results.trial_tables import trials_table
from sametrials.search.in_process import run_search
from sametrials.search.setup import Setup
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


def search_until_killed(setup: Setup, folder: Path, is_time: Callable[[], bool]) -> None:
    """Search in a process of its own with two workers, and kill it when it is time."""
    process = get_context("spawn").Process(target=_search, args=(setup, folder))
    process.start()
    deadline = time.monotonic() + 60
    while not is_time():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGKILL)
    process.join(60)


def _search(setup: Setup, folder: Path) -> None:
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device
        run_search(setup, folder=folder, workers=2, terminal=nowhere)
