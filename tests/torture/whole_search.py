"""A whole small search with simulated trainings: its trials, confirmations and result files.

The workers are this process itself: trainings end in a random order, and a case takes a fraction of
a second. What the pool of real worker processes does under faults, `kills.py` tries.
"""

import os
import random
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from sametrials.config.make_study import make_study
from sametrials.results.collect import collect, collect_confirmations
from sametrials.search import in_process, trial_runner
from sametrials.search.setup import Setup, setup_of
from sametrials.search.worker_pool import Finished
from sametrials.study.settings import Study
from sametrials.trials.manifest import read_manifest, write_manifest
from simulated import DEFAULT_PARAMETERS, SEARCH_SPACE, SimulatedTask, SimulatedTrainer

RESULTS = {
    "trials": "trials.csv",
    "timings": "timings.csv",
    "learning_curves": "learning_curves.csv",
    "result": "search_result.pkl",
    "best_trial": "best_trial.json",
    "best_model": "best_model.model",
}

SETTINGS = {"n_calls": 7, "n_initial_points": 6, "window": 3, "seed": 1, "confirm": 1}


@dataclass(frozen=True)
class Instant(SimulatedTask):
    """The simulated task whose trainings take no time."""

    def make_trainer(self) -> SimulatedTrainer:
        return SimulatedTrainer(self, seconds=0)


class InlinePool:
    """Trains in this process, and gives the results back in a random order."""

    arrivals = random.Random(0)

    def __init__(self, size, make_function, timeout=None):
        self.size = size
        self._function = make_function()
        self._jobs = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    @property
    def idle(self):
        return len(self._jobs) < self.size

    def start(self, job):
        self._jobs.append(job)

    def abandon(self):
        self._jobs.clear()

    def wait(self, seconds):
        if not self._jobs:
            return []
        job = self._jobs.pop(self.arrivals.randrange(len(self._jobs)))
        return [Finished(0, job, self._function(job), None)]


@cache  # made once, before the children of all cases
def study(**changes) -> Study:
    return make_study(SEARCH_SPACE, SETTINGS | changes, DEFAULT_PARAMETERS)


@cache
def setup(n_calls: int) -> Setup:
    settings = study(n_calls=n_calls)
    return setup_of(settings, Instant(Path(), settings.objective))


def use_inline_workers(arrivals: int) -> None:
    """Have searches of this process train in it; `arrivals` seeds the order of the results."""
    InlinePool.arrivals = random.Random(arrivals)
    in_process.WorkerPool = InlinePool
    trial_runner.STARTED_BY = os.getppid()


def search(folder: Path, n_calls: int) -> None:
    """Do what rule run_search does, in `folder`/results/gp."""
    begun = folder / "begun"
    begun.mkdir(exist_ok=True)
    task = Instant(begun, setup(n_calls).study.objective)
    made = in_process.run_search(
        setup(n_calls)._replace(make_trainer=task.make_trainer),
        folder=folder / "results/gp",
        workers=3,
        terminal=StringIO(),
    )
    write_manifest(folder / "results/gp/search.json", *made)


def results(folder: Path, n_calls: int) -> dict[str, str]:
    """Do what the rules do that follow; return what must be the same after any accident."""
    gp, settings = folder / "results/gp", study(n_calls=n_calls)
    found = read_manifest(gp / "search.json")
    collect(settings, found, gp, **{what: gp / name for what, name in RESULTS.items()})
    collect_confirmations(
        settings.objective, settings.shown_space, found, gp, gp / "confirmation.csv"
    )
    names = ("trials.csv", "learning_curves.csv", "confirmation.csv", RESULTS["best_model"])
    return {name: (gp / name).read_text() for name in names}
