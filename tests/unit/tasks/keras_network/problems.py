"""Small data sets of every kind that a network can learn."""

from pathlib import Path

import numpy as np

from sametrials.data.arrays import Arrays, write_arrays

SIZES = {"train": 200, "validation": 50, "test": 40}
COLUMNS = ("first", "second", "unused")


def parts(make, **names) -> Arrays:
    """Make a data set; `make` gets a random state and the size of a part, and gives x and y."""
    random = np.random.RandomState(1)
    arrays = {}
    for part, size in SIZES.items():
        arrays[f"x_{part}"], arrays[f"y_{part}"] = make(random, size)
    return Arrays(**arrays, **names)


def rows(random, size):
    """Make rows of three columns, the last of which tells nothing."""
    return random.randn(size, len(COLUMNS)).astype(np.float32)


def rows_of_classes(label_type=np.uint8) -> Arrays:
    """Make rows of three classes, of which one is rare."""

    def make(random, size):
        x = rows(random, size)
        label = np.where(x[:, 0] > 1.2, 2, x[:, 1] > 0)
        return x, label.astype(label_type)

    return parts(make, columns=COLUMNS, classes=("no", "yes", "perhaps"))


def regression(n_outputs: int | None = None) -> Arrays:
    """Make rows with one number (N) or several (N x outputs), far from 0."""

    def make(random, size):
        x = rows(random, size)
        y = 1000 + 200 * (x[:, 0] - 0.5 * x[:, 1])
        several = np.stack([y, *[x[:, 1]] * ((n_outputs or 1) - 1)], axis=1)
        return x, (several if n_outputs else y).astype(np.float32)

    targets = tuple(f"target {number + 1}" for number in range(n_outputs or 0))
    return parts(make, columns=COLUMNS, targets=targets)


def colour_images(label_type=np.uint8) -> Arrays:
    """Make images of 8 x 10 pixels whose class is their colour."""

    def make(random, size):
        labels = random.randint(0, 3, size)
        images = random.randint(0, 80, (size, 8, 10, 3))
        images[np.arange(size), ..., labels] += 150
        return images.astype(np.uint8), labels.astype(label_type)

    return parts(make, classes=("red", "green", "blue"))


def brightness() -> Arrays:
    """Make grey images whose brightness is to be predicted."""

    def make(random, size):
        images = random.randint(0, 256, (size, 1, 1)) * random.rand(size, 8, 10)
        images = images.astype(np.uint8)
        return images, images.mean(axis=(1, 2)).astype(np.float32)

    return parts(make)


def write(folder: Path, arrays: Arrays) -> Path:
    """Write a data set as data.npz into a folder; returns the folder."""
    write_arrays(folder / "data.npz", arrays)
    return folder
