"""Labels of any kind as classes."""

import numpy as np
import pytest

from sametrials.data.labels import encode_labels


def encoded(*labels, numbered=False):
    parts = dict(zip(("train", "validation", "test"), map(np.array, labels), strict=False))
    found, names = encode_labels(parts, numbered)
    return [of_part.tolist() for of_part in found.values()], names


def test_the_classes_of_all_parts_are_numbered_together():
    assert encoded(["b", "d"], ["a"], ["d", "b"]) == ([[1, 2], [0], [2, 1]], ("a", "b", "d"))


@pytest.mark.parametrize(
    ("labels", "classes"),
    [
        ([3, 1, 2], None),  # from 1: one class too many if the labels were numbers
        ([0, 255, 0], None),
        ([0, 9, 1], None),
        ([0, 3, 1], [0, 3, 1]),
        ([2, 1, 0], [2, 1, 0]),
    ],
)
def test_numbers_of_classes_stay_as_they_are_unless_most_are_missing(labels, classes):
    found, names = encoded(labels, numbered=True)
    if classes is None:
        assert names == tuple(map(str, sorted(set(labels))))
        assert [names[i] for i in found[0]] == list(map(str, labels))
    else:
        assert (found, names) == ([classes], ())


def test_integers_of_any_length_are_told_apart():
    long = 10**30
    found, names = encoded([str(long), str(long + 1), "5"])
    assert len(names) == 3
    assert [names[i] for i in found[0]] == [str(long), str(long + 1), "5"]
