"""What several test modules need."""

import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from sametrials.config.make_study import make_study
from sametrials.search.in_process import run_search
from sametrials.search.setup import setup_of
from sametrials.study.settings import Study
from simulated import DEFAULT_PARAMETERS, GROWS, SEARCH_SPACE, SimulatedTask

# The same examples each time: a test that is red today was not green yesterday by luck. Others are
# tried with HYPOTHESIS_PROFILE=random.
settings.register_profile("random", deadline=None, max_examples=1000)
settings.register_profile("same", deadline=None, max_examples=30, derandomize=True, database=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture
def search_space() -> dict:
    return SEARCH_SPACE


@pytest.fixture
def default_parameters() -> dict:
    return DEFAULT_PARAMETERS


@pytest.fixture
def study() -> Study:
    return make_study(
        SEARCH_SPACE,
        {"n_calls": 12, "n_initial_points": 4, "window": 3, "seed": 1},
        DEFAULT_PARAMETERS,
    )


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "results" / "gp"


@pytest.fixture
def begun(tmp_path) -> Path:
    """The folder whose files steer the simulated trainings, and tell which were begun."""
    path = tmp_path / "begun"
    path.mkdir()
    return path


@pytest.fixture
def run(study, folder, begun):
    """Run the study, or a changed one; returns the records and what was said."""

    def run(
        workers=2,
        settings="settings",
        retry_failed=False,
        shares=GROWS,
        mixes_processors=False,
        **changes,
    ):
        terminal = io.StringIO()
        changed = replace(study, **changes)
        task = SimulatedTask(begun, changed.objective, settings, shares)
        found = run_search(
            setup_of(changed, task)._replace(mixes_processors=mixes_processors),
            folder=folder,
            workers=workers,
            terminal=terminal,
            retry_failed=retry_failed,
        )
        run.confirmations = found.confirmations
        return found.records, terminal.getvalue()

    return run
