"""A study whose steps are jobs of their own."""

import shutil
from dataclasses import replace

import pytest

from sametrials.common.files import write_sealed
from sametrials.search.as_jobs import suggest_trial, train_trial
from sametrials.search.setup import setup_of
from searched import search_until_killed, table
from simulated import GROWS, SimulatedTask, trials_begun


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


@pytest.fixture
def same_however(study, run, jobs, begun, folder):
    """Search with one worker, then killed and resumed with others, as jobs, and longer.

    Returns the records of the first search: those of the others are the same.
    """

    def search(**settings):
        records, _ = run(1, **settings)

        shutil.rmtree(folder)
        (begun / "hang-2").touch()
        setup = setup_of(replace(study, **settings), SimulatedTask(begun))
        search_until_killed(setup, folder, lambda: (folder / "trials" / "0004.json").exists())
        (begun / "hang-2").unlink()
        assert table(run(3, **settings)[0]) == table(records)

        shutil.rmtree(folder)
        jobs(**settings).all()
        trials_begun(begun)
        assert table(run(3, **settings)[0]) == table(records)
        assert trials_begun(begun) == []

        n_calls = settings["n_calls"]
        extended, _ = run(3, **settings | {"n_calls": n_calls + 3})
        assert table(extended[:n_calls]) == table(records)
        assert trials_begun(begun) == [n_calls, n_calls + 1, n_calls + 2]
        return records

    return search
