"""Configurations with one change, and what must be said of a mistake."""

import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from sametrials.common.errors import ConfigError
from sametrials.config.schema_reader import Reader, load_schema
from sametrials.config.validate import validate_config

ROOT = Path(__file__).parents[3]
REMOVE = object()
POINT = {
    "learning_rate": 1e-3,
    "num_dense_layers": 1,
    "num_dense_nodes": 16,
    "activation": "relu",
}
REAL = {"type": "real", "low": 0.0, "high": 0.5}


def experiment() -> dict:
    return yaml.safe_load((ROOT / "config.yaml").read_text())


def changed(path: tuple, value) -> dict:
    """The experiment of config.yaml with another value at `path`, or without that key."""
    config = experiment()
    place = config
    for key in path[:-1]:
        place = place[key]
    if value is REMOVE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return config


def with_dataset(dataset: dict) -> dict:
    """The experiment of config.yaml with another data set, and a network that takes any."""
    return experiment() | {"dataset": dataset, "model": "mlp", "objective": {}}


def problems(config) -> list[str]:
    with pytest.raises(ConfigError) as error:
        validate_config(config)
    return str(error.value).splitlines()


def at(*path):
    return path


def name_of(mistake) -> str:
    path, value, _ = mistake
    return f"{'.'.join(map(str, path))}={'removed' if value is REMOVE else value!r}"[:70]


def assert_one_line(path: tuple, value, line: str) -> None:
    """Make a change that must cause just this line, in which `.*` stands for any text."""
    pattern = ".*".join(re.escape(part) for part in f"config: {line}".split(".*"))
    found = problems(changed(path, value))
    assert len(found) == 1, found
    assert re.fullmatch(pattern, found[0]), found[0]


def assert_reader_and_jsonschema_agree(path: tuple, value, line: str) -> None:
    """Read a changed configuration: there are problems where jsonschema finds it invalid, too."""
    if re.search("found (nan|inf)", line):
        return  # jsonschema by itself takes them for numbers
    schema = load_schema()
    reader = Reader(schema["$defs"])
    reader.read(changed(path, value), schema)
    assert Draft202012Validator(schema).is_valid(changed(path, value)) == (not reader.problems)


def merge(config: dict, override: dict) -> dict:
    result = dict(config)
    for key, value in override.items():
        if isinstance(value, dict):
            value = merge(config.get(key, {}), value)
        result[key] = value
    return result
