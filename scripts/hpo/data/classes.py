"""The classes of a data set: whether its parts have what a search needs of each."""

from collections.abc import Iterable

import numpy as np

from hpo.common.errors import DataError
from hpo.data.arrays import Arrays

STRATIFY = "set dataset.split to stratified, or raise dataset.train"
SHOWN = 8
"""Classes or ranges of them that a message names at most."""


def check_classes(arrays: Arrays) -> list[str]:
    """Check that a network can learn the classes, and that the validation images can tell.

    Returns
    -------
    list of str
        What is unwise and yet possible, a line each: classes without images in a part.

    Raises
    ------
    DataError
        The training or validation images are of one class, the labels leave out most numbers, or a
        part has higher labels than the training images.
    """
    labels = {"training": arrays.y_train, "validation": arrays.y_validation, "test": arrays.y_test}
    classes = {part: set(np.unique(of_part).tolist()) for part, of_part in labels.items()}
    for part in ("training", "validation"):
        if len(classes[part]) == 1:
            raise DataError(
                f"dataset: found {_text(classes[part])} alone in the {len(labels[part])} {part} "
                f"images, expected several classes; {STRATIFY}"
            )
    trained, outputs = classes["training"], arrays.number_of_classes
    if len(trained) < outputs / 2:
        raise DataError(
            f"dataset: found only {_text(trained)} in the {len(labels['training'])} training "
            f"images, expected classes numbered from 0 without gaps; number them 0 to "
            f"{len(trained) - 1} in the label files"
        )
    for part in ("validation", "test"):
        if higher := {label for label in classes[part] if label >= outputs}:
            raise DataError(
                f"dataset: found {_count(higher, labels[part], part)} and none above "
                f"{outputs - 1} in the {len(labels['training'])} training images, expected all "
                f"classes among these; {STRATIFY}"
            )
    unknown = set(range(outputs)) - trained
    notes = []
    if unknown:
        notes.append(
            f"dataset: found no training images of {_text(unknown)}, though labels go up to "
            f"{outputs - 1}: networks get an output for each"
        )
    for part in ("validation", "test"):
        if untrained := unknown & classes[part]:
            notes.append(
                f"dataset: found {_count(untrained, labels[part], part)} that no training image "
                f"is of: they cannot be learned; {STRATIFY}"
            )
        if absent := trained - classes[part]:
            notes.append(
                f"dataset: found no {part} images of {_text(absent)}: how well a network learns "
                f"such images does not count"
            )
    return notes


def _count(classes: set[int], labels: np.ndarray, part: str) -> str:
    """Name classes and the number of their images in a part."""
    return f"{_text(classes)} ({np.isin(labels, list(classes)).sum()} {part} images)"


def _text(classes: Iterable[int]) -> str:
    """Name classes; three and more in a row as in `classes 0, 3 to 7`."""
    numbers = np.array(sorted(classes))
    runs = np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1)
    names = []
    for run in runs:
        names += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
    more = [f"{len(names) - SHOWN} more"] if len(names) > SHOWN else []
    word = "class" if len(numbers) == 1 else "classes"
    return f"{word} {', '.join(names[:SHOWN] + more)}"
