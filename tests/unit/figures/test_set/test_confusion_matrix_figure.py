from itertools import product

import numpy as np
import pytest
from drawn import assert_legible, assert_same_bytes, words

from sametrials.figures.shared.style import save_figure
from sametrials.figures.test_set.confusion_matrix import (
    confusion_matrix_info,
    draw_confusion_matrix,
)


def info(counts, **more):
    return confusion_matrix_info({"images": 1, "confusion_matrix": counts} | more)


def test_shares_are_those_of_the_true_class():
    found = info([[8, 2], [1, 9]])
    np.testing.assert_allclose(found.shares, [[0.8, 0.2], [0.1, 0.9]])
    assert found.accuracy == pytest.approx(0.85)


def test_a_class_without_images_has_no_shares():
    np.testing.assert_allclose(info([[0, 0], [0, 3]]).shares, [[0, 0], [0, 1]])


@pytest.mark.parametrize("width", [5, 12])
@pytest.mark.parametrize("n_classes", [2, 10, 20])
def test_all_texts_are_legible(n_classes, width):
    counts = np.full((n_classes, n_classes), 100) + 12345 * np.eye(n_classes, dtype=int)
    assert_legible(draw_confusion_matrix(info(counts.tolist()), width))


@pytest.mark.parametrize("n_classes", [40, 1000])
def test_many_classes_have_colours_and_some_numbers_on_the_axes(n_classes, tmp_path):
    figure = draw_confusion_matrix(info(np.eye(n_classes, dtype=int).tolist()))
    assert_legible(figure)
    save_figure(figure, [tmp_path / "figure.svg"], dpi=100)
    assert (tmp_path / "figure.svg").stat().st_size < 300_000


@pytest.mark.parametrize(
    ("n_classes", "width"),
    [*product([2, 3, 10, 40, 100], [3.3, 6.3]), (10, 12), (100, 12)],
)
@pytest.mark.parametrize("word", ["ox", "a rather long name of a class"])
def test_names_of_classes_are_legible_up_to_a_hundred(n_classes, width, word):
    names = [f"{number} {word}" for number in range(n_classes)]
    counts = np.eye(n_classes, dtype=int).tolist()
    figure = draw_confusion_matrix(info(counts, classes=names), width)
    assert_legible(figure)
    named = [text for text in words(figure) if text.startswith(names[0][:3])]
    assert len(named) == 2  # on both axes


def test_examples_that_are_no_images_are_not_called_so():
    found = {"examples": 4, "confusion_matrix": [[2, 0], [1, 1]]}
    assert "4 test examples, 75 % right" in words(
        draw_confusion_matrix(confusion_matrix_info(found))
    )


def test_counts_axes_and_accuracy_are_written():
    found = words(draw_confusion_matrix(info([[980, 3], [17, 1000]])))
    assert {"980", "3", "17", "1000", "true class", "predicted class"} <= set(found)
    assert "2,000 test images, 99 % right" in found


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: draw_confusion_matrix(info([[8, 2], [1, 9]])), tmp_path)
