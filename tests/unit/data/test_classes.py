"""Whether the parts of a data set have what a search needs of each class."""

import numpy as np
import pytest

from sametrials.common.errors import DataError
from sametrials.data.arrays import Arrays
from sametrials.data.classes import check_classes


def checked(train, validation, test=None, classes=()):
    """Check a data set with these labels, and perhaps names of its classes."""
    labels = [train, validation, train if test is None else test]
    parts = []
    for of_part in labels:
        parts += [np.zeros((len(of_part), 2, 2), np.uint8), np.array(of_part, np.uint8)]
    return check_classes(Arrays(*parts, classes))


def test_a_data_set_with_images_of_each_class_in_each_part_is_fine():
    assert checked([0, 1, 2, 2], [2, 1, 0], [0, 1, 2]) == []


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (([3, 3, 3], [3, 3]), "found class 3 alone in the 3 training images, expected several"),
        (([0, 1, 2], [2, 2]), "found class 2 alone in the 2 validation images, expected several"),
        (([0, 1, 1], [0, 1, 2, 2]), r"found class 2 \(2 validation images\) and none above 1 in"),
        (([0, 1], [0, 1], [0, 5, 6, 7]), r"found classes 5 to 7 \(3 test images\) and none above"),
    ],
)
def test_what_nothing_can_be_learned_from_is_refused_in_a_line(labels, message):
    with pytest.raises(DataError, match=message) as caught:
        checked(*labels)
    assert "\n" not in str(caught.value)
    assert "; " in str(caught.value)  # what to do


def test_labels_from_one_are_an_output_too_many_and_said():
    [note] = checked([1, 2, 3], [1, 2, 3])
    assert note.startswith("dataset: found no training images of class 0, though labels go up to 3")


def test_a_class_that_training_never_sees_is_said_with_its_images():
    notes = checked([0, 1, 3], [0, 1, 2, 2, 3], [0, 1, 2, 3])
    assert len(notes) == 3
    assert "found class 2 (2 validation images) that no training images are of" in notes[1]
    assert "found class 2 (1 test images) that no training images are of" in notes[2]


def test_a_class_that_a_part_lacks_is_said():
    notes = checked(range(10), [0, 1, 5], range(9))
    assert [note.partition(":")[2].partition(":")[0] for note in notes] == [
        " found no validation images of classes 2 to 4, 6 to 9",
        " found no test images of class 9",
    ]


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (([2, 2], [2, 1]), "found class eel alone in the 2 training images"),
        (([0, 2, 2], [0, 1, 1]), r"found class bee \(2 validation images\) and not one of them in"),
        (
            ([0, 1], [0, 1], [0, 2]),
            r"found class eel \(1 test images\) and not one of them in the 2",
        ),
    ],
)
def test_classes_with_names_must_all_be_trained(labels, message):
    with pytest.raises(DataError, match=message):
        checked(*labels, classes=("ant", "bee", "eel"))


def test_classes_have_their_names_in_what_is_said():
    [note] = checked([0, 1, 2], [0, 2], [0, 1, 2], classes=("ant", "bee", "eel"))
    assert note.startswith("dataset: found no validation images of class bee: how well")


def test_a_message_stays_a_line_however_many_classes_there_are():
    notes = checked(range(200), range(0, 200, 2))
    assert "of classes 1, 3, 5, 7, 9, 11, 13, 15, 92 more: how" in notes[0]
