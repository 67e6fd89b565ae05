"""What several test modules need."""

import pytest

from hpo.search import make_study
from hpo.study import Study

SEARCH_SPACE = {
    "learning_rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
    "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
    "num_dense_nodes": {"type": "integer", "low": 5, "high": 512},
    "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
}
DEFAULT_PARAMETERS = {
    "learning_rate": 1e-5,
    "num_dense_layers": 1,
    "num_dense_nodes": 16,
    "activation": "relu",
}


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
