"""Searches whose trials are a user's file or program, as the configuration asks for them."""

import io
import os
import signal
import time
from multiprocessing import get_context
from pathlib import Path

from sametrials.config.validate import validate_config
from sametrials.search.in_process import FinishedSearch, run_search
from sametrials.search.setup import open_setup
from sametrials.trials.job import Job

SPACE = {
    "x": {"type": "real", "low": -1.0, "high": 1.0},
    "kind": {"type": "categorical", "categories": ["round", "flat"]},
}
STUDY = {"n_calls": 9, "n_initial_points": 4, "window": 3, "seed": 1}


def checked(trial, metric="val_error", **sections) -> dict:
    """Check a configuration that has no data; the settings of its study are those of STUDY."""
    study = STUDY | sections.pop("study", {})
    config = {
        "dataset": None,
        "trial": trial,
        "objective": {"metric": metric, "direction": "minimize"} | sections.pop("objective", {}),
        "search_space": SPACE,
        "studies": {"gp": study},
        **sections,
    }
    return validate_config(config)


def setup(trial, data=None, further=(), **sections):
    """Make what a search of one study needs."""
    config = checked(trial, **sections)
    return open_setup(data, config | {"study": config["studies"]["gp"]}, further)


def search(folder: Path, trial, workers=1, data=None, further=(), **sections) -> FinishedSearch:
    """Run a search to its end."""
    terminal = io.StringIO()
    made = setup(trial, data, further, **sections)
    return run_search(made, folder=folder, workers=workers, terminal=terminal)


def kill_after(records: int, folder: Path, trial, **sections) -> None:
    """Start a search in another process, and kill it once so many trials are recorded."""
    arguments = (folder, trial, 2)
    process = get_context("spawn").Process(target=search, args=arguments, kwargs=sections)
    process.start()
    deadline = time.monotonic() + 120
    while len(list((folder / "trials").glob("[0-9]*.json"))) < records:
        assert process.is_alive() and time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(process.pid, signal.SIGKILL)
    process.join()


def job(tmp_path: Path, number=1, thresholds=(), save_up_to=float("inf"), **point) -> Job:
    """Make a job of a trial."""
    return Job(
        trial=number,
        hyper_parameters={"x": 0.5, "kind": "round"} | point,
        seed=17,
        log_dir=tmp_path / "log",
        model_path=tmp_path / f"{number:04d}.model",
        save_up_to=save_up_to,
        thresholds=thresholds,
    )


def facts_of(found: FinishedSearch) -> list[tuple]:
    """What must be the same in every search: all but times and workers."""
    return [
        (each.trial, each.state, each.hyper_parameters, each.value, each.seed, each.history)
        for each in found.records
    ]
