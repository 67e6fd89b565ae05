"""Read a data set by the section `dataset` of the configuration."""

from collections.abc import Mapping
from typing import Any

from sametrials.data.formats.idx import read_idx_folder
from sametrials.data.formats.images import read_images
from sametrials.data.formats.npz import read_npz
from sametrials.data.formats.sklearn_sets import read_sklearn
from sametrials.data.formats.table import read_table
from sametrials.data.source import Source

READERS = {
    "idx": read_idx_folder,
    "npz": read_npz,
    "images": read_images,
    "table": read_table,
    "sklearn": read_sklearn,
}
ARGUMENTS = {
    "idx": ("path",),
    "npz": ("path", "arrays", "scale"),
    "images": ("path", "size", "colour"),
    "table": (
        *("path", "task", "target", "use", "leave_out"),
        *("group", "missing", "scale", "separator"),
    ),
    "sklearn": ("name", "scale"),
}
"""The keys of the configuration that are arguments of the reader, by format."""


def read_dataset(dataset: Mapping[str, Any]) -> Source:
    """Read the examples and targets of a data set.

    Parameters
    ----------
    dataset
        The checked section `dataset`; if its format is `idx`, it has a path: files that are
        fetched are read by `sametrials.data.split`. Paths are relative to the folder that this
        process runs in.

    Raises
    ------
    DataError
        What is there does not fit; the message names file, row or column.
    """
    data_format = dataset["format"]
    return READERS[data_format](**{name: dataset[name] for name in ARGUMENTS[data_format]})
