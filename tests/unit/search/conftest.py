"""A study whose steps are jobs of their own."""

from dataclasses import replace

import pytest

from sametrials.common.files import write_sealed
from sametrials.search.as_jobs import suggest_trial, train_trial
from sametrials.search.setup import setup_of
from simulated import GROWS, SimulatedTask


@pytest.fixture
def jobs(study, folder, begun):
    """The steps of the study, or of a changed one, as the rules call them."""

    class Jobs:
        def __init__(self, settings="settings", shares=GROWS, **changes):
            self.study = replace(study, **changes)
            task = SimulatedTask(begun, self.study.objective, settings, shares)
            self.setup = setup_of(self.study, task)
            self.said = []

        def file(self, trial, what):
            return folder / "jobs" / f"{trial:04d}.{what}.json"

        def suggest(self, trial):
            write_sealed(self.file(trial, "suggestion"), suggest_trial(self.setup, trial, folder))

        def train(self, trial, **options):
            note = self.said.append
            made = train_trial(self.setup, trial, folder, note, self.study.n_calls, **options)
            write_sealed(self.file(trial, "finished"), made)
            return made

        def all(self, trials=None):
            for trial in range(self.study.n_calls) if trials is None else trials:
                self.suggest(trial)
                self.train(trial)

    return Jobs
