"""What several test modules need."""

import pytest

from hpo.search import make_study
from hpo.study import Study
from simulated import DEFAULT_PARAMETERS, SEARCH_SPACE


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
