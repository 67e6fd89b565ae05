"""Make the arrays of a data set from its four IDX files."""

from collections.abc import Sequence
from pathlib import Path

from sametrials.data.formats.idx import read_files
from sametrials.data.kind import CLASSIFICATION
from sametrials.data.parts import Sizes
from sametrials.data.prepare import prepare


def split_dataset(
    train_images: str | Path,
    train_labels: str | Path,
    test_images: str | Path,
    test_labels: str | Path,
    output: str | Path,
    train: float | None,
    validation: float,
    test: float | None,
    split: str = "last",
    seed: int | None = None,
    task: str = CLASSIFICATION,
    further: Sequence[str | Path] = (),
) -> list[str]:
    """Hold out images of the training file for validation; write the arrays.

    Parameters
    ----------
    train_images, train_labels, test_images, test_labels
        The IDX files.
    output
        The .npz file to write.
    train, validation, test, split, seed
        See `sametrials.data.parts.Sizes`.
    task
        "classification" or "regression".
    further
        The files of the second fold of a cross-validation, the third, ...; none for one split.

    Returns
    -------
    list of str
        See `sametrials.data.prepare.prepare`.

    Raises
    ------
    DataError
        A file is damaged, two files do not fit each other, there are fewer images than config.yaml
        asks for, or a search cannot learn from the classes in the parts.
    """
    source = read_files(train_images, train_labels, test_images, test_labels)
    return prepare(source, task, Sizes(train, validation, test, split, seed), output, *further)
