"""Small configurations that search the arguments of a model."""

import re

import pytest

from sametrials.common.errors import ConfigError
from sametrials.config.validate import validate_config

LEARNING_RATE = {"type": "real", "low": 1e-5, "high": 1e-2, "prior": "log-uniform"}
OURS = {
    "learning_rate": LEARNING_RATE,
    "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
    "num_dense_nodes": {"type": "integer", "low": 5, "high": 512},
    "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
}


def config(space, **sections) -> dict:
    return {"search_space": space, "studies": {"gp": {}}, **sections}


def assert_problems(config, *expected: str) -> None:
    with pytest.raises(ConfigError) as error:
        validate_config(config)
    found = str(error.value).splitlines()
    assert len(found) == len(expected), found
    for line, pattern in zip(found, expected, strict=True):
        assert re.fullmatch(f"config: {pattern}", line), line
