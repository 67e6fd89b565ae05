"""Whatever stands in a configuration, it gives a plan or clear lines, and never another error."""

import copy
from typing import Any

import numpy as np
import pytest
from experiments import experiment
from hypothesis import given
from hypothesis import strategies as st

from sametrials.common.errors import ConfigError
from sametrials.config.schema_reader import load_schema
from sametrials.config.validate import validate_config

NUMBERS = st.one_of(
    st.integers(-5, 5), st.integers(), st.floats(), st.sampled_from([0.5, 1e-300, 1e300, 2**63])
)
TEXTS = st.one_of(st.text(max_size=8), st.sampled_from(["relu", "real", "gp", "1e-6", "=1", "$a"]))
SCALARS = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(TEXTS, SCALARS), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(config: Any, path: tuple = ()) -> list[tuple]:
    """List the places of a configuration: those of its keys, and of the items of its lists."""
    inner = config.items() if isinstance(config, dict) else enumerate(config)
    below = [
        place
        for key, value in inner
        if isinstance(value, dict | list)
        for place in places(value, (*path, key))
    ]
    keys = config if isinstance(config, dict) else range(len(config))
    return [(*path, key) for key in keys] + below


@st.composite
def configurations(draw) -> dict:
    """Change a sound configuration in some places: another value, another key, nothing."""
    config = copy.deepcopy(experiment())
    for _ in range(draw(st.integers(1, 3))):
        path = draw(st.sampled_from(places(config)))
        parent = config
        for key in path[:-1]:
            parent = parent[key]
        change = draw(st.sampled_from(["replace", "replace", "replace", "remove", "rename"]))
        if change == "replace":
            parent[path[-1]] = draw(VALUES)
        else:
            value = parent.pop(path[-1])
            if change == "rename" and isinstance(parent, dict):
                parent[draw(st.one_of(TEXTS, SCALARS))] = value
        if not config:
            break
    return config


def assert_plan_or_clear_lines(config: dict) -> None:
    try:
        checked = validate_config(config)
    except ConfigError as error:
        for line in str(error).splitlines():
            assert line.startswith("config"), line
            assert "found" in line, line
            assert "expected" in line, line
    else:
        assert validate_config(checked) == checked


@given(configurations())
def test_a_configuration_gives_a_plan_or_clear_lines(config):
    assert_plan_or_clear_lines(config)


DATASET = load_schema()["properties"]["dataset"]["properties"]
SENSIBLE = [
    "a.csv",
    "a.npz",
    "b.npz",
    "photos",
    "x",
    "y",
    ["x"],
    ["x", "y"],
    {"x": "y"},
    0.2,
    2,
    True,
]
SECTIONS = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["mine", "wine", "mnist", "diabetes"]),
        "format": st.sampled_from(DATASET["format"]["enum"]),
        "path": st.sampled_from(["a.csv", "a.npz", "b.npz", "photos", None]),
    },
    optional={
        key: st.one_of(st.sampled_from(SENSIBLE), VALUES, st.just(DATASET[key].get("default")))
        for key in sorted(set(DATASET) - {"name", "format", "path"})
    },
)


@pytest.fixture(scope="module")
def folder_of_data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    (folder / "a.csv").write_text("x,y\n1,2\n")
    (folder / "b.npz").write_bytes(b"none")
    (folder / "photos").mkdir()
    np.savez(folder / "a.npz", x=np.zeros((3, 2)), y=np.zeros(3))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


@given(section=SECTIONS)
def test_a_data_set_gives_a_plan_or_clear_lines(folder_of_data, section):
    assert_plan_or_clear_lines(experiment() | {"dataset": section})
