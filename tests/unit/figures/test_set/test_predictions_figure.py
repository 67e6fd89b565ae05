import numpy as np
import pytest
from drawn import assert_legible, assert_same_bytes, small_test_set, words

from sametrials.figures.test_set.predictions import draw_predictions, predictions_info


def test_the_first_nine_images_are_shown():
    test_set = small_test_set(wrong={2: 0.8})
    info = predictions_info(test_set)
    assert (info.images == test_set.images[:9]).all()
    assert info.true == list("012345678")
    assert info.predicted == list("013345678")
    assert info.probabilities[2] == pytest.approx(0.8)


@pytest.mark.parametrize("n_images", [1, 3, 4, 9, 12])
@pytest.mark.parametrize("width", [5, 12])
def test_all_texts_are_legible(n_images, width):
    figure = draw_predictions(predictions_info(small_test_set(n_images=n_images)), width)
    assert_legible(figure)
    assert sum(ax.get_visible() for ax in figure.axes) == min(n_images, 9)


def test_labels_are_written_over_the_images():
    found = words(draw_predictions(predictions_info(small_test_set(wrong={2: 0.8}))))
    assert "true: 2 predicted: 3 (80 %)" in found
    assert "true: 4 predicted: 4 (99.1 %)" in found


NAMES = tuple(f"animal of the kind {number}" for number in range(10))


@pytest.mark.parametrize("width", [3.3, 6.3])
def test_images_in_colour_have_their_colours_and_classes_their_names(width):
    test_set = small_test_set()
    colours = np.random.RandomState(1).randint(0, 256, (12, 20, 28, 3)).astype(np.uint8)
    info = predictions_info(test_set._replace(images=colours, classes=NAMES))
    figure = draw_predictions(info, width)
    assert_legible(figure)
    assert (figure.axes[0].images[0].get_array() == colours[0]).all()
    assert any(text.startswith("true: animal") and "(99.1 %)" in text for text in words(figure))


def test_same_input_same_bytes(tmp_path):
    info = predictions_info(small_test_set())
    assert_same_bytes(lambda: draw_predictions(info), tmp_path)
