"""Whether a data set is there to classify its examples or to predict numbers: from its target.

Snakemake asks when it reads the rules, and the step that makes the arrays asks again: this is the
one place that decides. So it needs nothing but Python's own library.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, NamedTuple

from sametrials.data.idx_head import idx_holds_images
from sametrials.data.npz_head import FRACTIONS, holds_images, read_target
from sametrials.data.table_head import PARQUET, read_lines, unknown_column
from sametrials.data.unreadable import UnreadableError

CLASSIFICATION = "classification"
REGRESSION = "regression"

FEW = 20
"""Integers with so many different values at most are classes; with more they are numbers."""

FIRST = 10_000
"""So many examples decide, the first ones: reading them takes no time worth mentioning."""

MISSING = frozenset(
    [
        *("", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND"),
        *("1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"),
    ]
)
"""Texts that stand for a missing value in a table: those of pandas."""

INTEGER = re.compile(r"\s*[+-]?\d{1,1000}\s*")
NUMBER = re.compile(r"\s*[+-]?((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|inf(inity)?)\s*", re.IGNORECASE)

SKLEARN = {
    "iris": CLASSIFICATION,
    "digits": CLASSIFICATION,
    "wine": CLASSIFICATION,
    "breast_cancer": CLASSIFICATION,
    "diabetes": REGRESSION,
}
"""The data sets that scikit-learn carries, and what each is for."""


class Kind(NamedTuple):
    """What is to be done, and the reason in words, which is empty where nothing was guessed."""

    task: str
    reason: str = ""


def kind_of(dataset: Mapping[str, Any]) -> str:
    """Return what a data set is for: "classification" or "regression".

    Parameters
    ----------
    dataset
        The section `dataset` of the configuration; its paths are relative to the folder that this
        process runs in.

    Raises
    ------
    UnreadableError
        A `ConfigError`: the target cannot be read, or does not tell.
    """
    return kind_with_reason(dataset).task


def kind_with_reason(dataset: Mapping[str, Any]) -> Kind:
    """Return what a data set is for and why; see `kind_of`."""
    if dataset.get("task"):
        return Kind(dataset["task"])
    data_format = dataset.get("format") or "idx"
    if data_format == "sklearn":
        return Kind(SKLEARN[dataset["name"]])
    if data_format == "table":
        return _kind_of_table(dataset)
    if data_format == "npz":
        return _kind_of_npz(dataset)
    return Kind(CLASSIFICATION)  # IDX labels are numbers of classes, folders are named for them


def examples_of(dataset: Mapping[str, Any]) -> str:
    """Name the examples of a data set: "images", "rows" of a table, or just "examples".

    Raises
    ------
    UnreadableError
        As by `kind_of`.
    """
    data_format = dataset.get("format") or "idx"
    if data_format == "npz":
        are_images = holds_images(dataset["path"], dataset.get("arrays") or {})
        return "images" if are_images else "examples"
    if data_format == "idx" and dataset.get("path") is not None:
        return "images" if idx_holds_images(dataset["path"]) else "examples"
    if data_format == "table" or (data_format == "sklearn" and dataset["name"] != "digits"):
        return "rows"
    return "images"


def kind_of_texts(texts: Iterable[str], name: str) -> Kind:
    """Decide by the values of a target as they are written; missing ones do not count."""
    values = [text for text in texts if text not in MISSING]
    if not values:
        raise UnreadableError("target", f"no value in {name}", "a column with values")
    if not all(NUMBER.fullmatch(value) for value in values):
        return Kind(CLASSIFICATION, f"{name} holds text")
    if not all(INTEGER.fullmatch(value) for value in values):
        return Kind(REGRESSION, f"{name} holds fractions")
    return kind_of_integers(map(int, values), name)


def kind_of_integers(values: Iterable[int], name: str) -> Kind:
    """Decide by the values of a target of integers."""
    distinct = len(set(values))
    count = "one integer" if distinct == 1 else f"{distinct} different integers"
    return Kind(CLASSIFICATION if distinct <= FEW else REGRESSION, f"{name} holds {count}")


def targets_of(dataset: Mapping[str, Any]) -> list[str]:
    """List the columns that are to be predicted."""
    target = dataset["target"]
    return [target] if isinstance(target, str) else list(target)


def _kind_of_table(dataset: Mapping[str, Any]) -> Kind:
    path, targets = dataset["path"], targets_of(dataset)
    if len(targets) > 1:
        return Kind(REGRESSION, f"there are {len(targets)} targets")
    if str(path).lower().endswith(PARQUET):
        raise UnreadableError(
            "task", "nothing", f"classification or regression: the target in {path} is not read yet"
        )
    lines = read_lines(path, dataset.get("separator"))
    header = next(lines)
    if targets[0] not in header:
        raise unknown_column("target", targets[0], path, header)
    place = header.index(targets[0])
    texts = (line[place] for line in islice(lines, FIRST) if place < len(line))
    return kind_of_texts(texts, targets[0])


def _kind_of_npz(dataset: Mapping[str, Any]) -> Kind:
    target = read_target(dataset["path"], dataset.get("arrays") or {}, FIRST)
    if target.outputs > 1:
        return Kind(REGRESSION, f"{target.name} holds {target.outputs} numbers for each example")
    if target.values is not None:
        return kind_of_integers(target.values, target.name)
    task = REGRESSION if target.content == FRACTIONS else CLASSIFICATION
    return Kind(task, f"{target.name} holds {target.content}")
