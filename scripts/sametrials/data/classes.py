"""The classes of a data set: whether its parts have what a search needs of each."""

from collections.abc import Iterable

import numpy as np

from sametrials.common.errors import DataError
from sametrials.common.texts import one_line
from sametrials.data.arrays import Arrays

STRATIFY = "set dataset.split to stratified, or raise dataset.train"
SHOWN = 8
"""Classes or ranges of them that a message names at most."""
NAME = 40
"""Characters of a class's name that a message shows at most."""


def check_classes(arrays: Arrays, noun: str = "images") -> list[str]:
    """Check that a network can learn the classes, and that the validation examples can tell.

    Parameters
    ----------
    arrays
        The data set.
    noun
        What its examples are called.

    Returns
    -------
    list of str
        What is unwise and yet possible, a line each: classes without examples in a part.

    Raises
    ------
    DataError
        The training or validation examples are of one class; or a part has higher labels than the
        training part, or classes with names that this has not.
    """
    labels = {"training": arrays.y_train, "validation": arrays.y_validation, "test": arrays.y_test}
    classes = {part: set(np.unique(of_part).tolist()) for part, of_part in labels.items()}
    names = arrays.classes
    for part in ("training", "validation"):
        if len(classes[part]) == 1:
            raise DataError(
                f"dataset: found {_text(classes[part], names)} alone in the {len(labels[part])} "
                f"{part} {noun}, expected several classes; {STRATIFY}"
            )
    trained, outputs = classes["training"], arrays.number_of_classes
    for part in ("validation", "test"):
        unseen = classes[part] - trained if names else {i for i in classes[part] if i >= outputs}
        if unseen:
            instead = "not one of them" if names else f"none above {outputs - 1}"
            raise DataError(
                f"dataset: found {_count(unseen, labels[part], part, noun, names)} and {instead} "
                f"in the {len(labels['training'])} training {noun}, expected all classes among "
                f"these; {STRATIFY}, or leave out classes with few {noun}"
            )
    unknown = set(range(outputs)) - trained
    notes = []
    if unknown:
        notes.append(
            f"dataset: found no training {noun} of {_text(unknown, names)}, though labels go up to "
            f"{outputs - 1}: networks get an output for each"
        )
    for part in ("validation", "test"):
        if untrained := unknown & classes[part]:
            notes.append(
                f"dataset: found {_count(untrained, labels[part], part, noun, names)} that no "
                f"training {noun} are of: they cannot be learned; {STRATIFY}"
            )
        if absent := trained - classes[part]:
            notes.append(
                f"dataset: found no {part} {noun} of {_text(absent, names)}: how well a network "
                f"learns such {noun} does not count"
            )
    return notes


def _count(
    classes: set[int], labels: np.ndarray, part: str, noun: str, names: tuple[str, ...]
) -> str:
    """Name classes and the number of their examples in a part."""
    return f"{_text(classes, names)} ({np.isin(labels, list(classes)).sum()} {part} {noun})"


def _text(classes: Iterable[int], names: tuple[str, ...]) -> str:
    """Name classes; three and more in a row without names as in `classes 0, 3 to 7`."""
    numbers = np.array(sorted(classes))
    texts = [one_line(names[number], NAME) for number in numbers] if names else _runs(numbers)
    more = [f"{len(texts) - SHOWN} more"] if len(texts) > SHOWN else []
    word = "class" if len(numbers) == 1 else "classes"
    return f"{word} {', '.join(texts[:SHOWN] + more)}"


def _runs(numbers: np.ndarray) -> list[str]:
    texts = []
    for run in np.split(numbers, np.flatnonzero(np.diff(numbers) != 1) + 1):
        texts += [f"{run[0]} to {run[-1]}"] if len(run) > 2 else map(str, run)
    return texts
