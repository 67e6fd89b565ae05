"""Data sets prepared as the workflow does it: the configuration checked, then the arrays made."""

from pathlib import Path
from typing import NamedTuple

from sametrials.config.validate import validate_config
from sametrials.data.arrays import Arrays, load_arrays
from sametrials.data.formats.read import read_dataset
from sametrials.data.parts import Sizes
from sametrials.data.prepare import prepare

SPACE = {"learning_rate": {"type": "real", "low": 0.1, "high": 1.0}}
FIXED = {"num_dense_layers": 1, "num_dense_nodes": 9, "activation": "relu"}


class Prepared(NamedTuple):
    """The arrays of a data set, its checked section of the configuration, and what was said."""

    arrays: Arrays
    dataset: dict
    said: list[str]


def checked(dataset: dict, notes: list[str] | None = None) -> dict:
    """Check a section `dataset`; the notes about it are appended."""
    config = {
        "dataset": dataset,
        "model": "mlp",
        "search_space": SPACE,
        "constants": FIXED,
        "studies": {"gp": {}},
    }
    return validate_config(config, note=(notes if notes is not None else []).append)["dataset"]


def prepared(output: Path, seed: int = 3, **dataset) -> Prepared:
    """Check a section `dataset`, with a name if it has none, and make the arrays."""
    said: list[str] = []
    section = checked({"name": "mine"} | dataset, said)
    sizes = {key: section[key] for key in ("train", "validation", "test", "split")}
    said += prepare(read_dataset(section), section["task"], Sizes(**sizes, seed=seed), output)
    return Prepared(load_arrays(output), section, said)
