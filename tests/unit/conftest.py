"""What several test modules need."""

import io
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from hpo.config.make_study import make_study
from hpo.search.in_process import tune
from hpo.search.setup import Experiment
from hpo.study.settings import Study
from simulated import DEFAULT_PARAMETERS, SEARCH_SPACE, SimulatedTrainer


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
    path = tmp_path / "begun"
    path.mkdir()
    return path


@pytest.fixture
def run(study, folder, begun):
    """Run the study, or a changed one; returns the records and what was said."""

    def run(workers=2, settings="settings", retry_failed=False, **changes):
        terminal = io.StringIO()
        tuned = tune(
            Experiment(replace(study, **changes), settings, partial(SimulatedTrainer, begun)),
            folder=folder,
            workers=workers,
            terminal=terminal,
            retry_failed=retry_failed,
        )
        run.confirmations = tuned.confirmations
        return tuned.records, terminal.getvalue()

    return run
