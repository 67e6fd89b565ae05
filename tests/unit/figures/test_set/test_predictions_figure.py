import pytest
from drawn import assert_legible, assert_same_bytes, small_test_set, words

from hpo.figures.test_set.predictions import draw_predictions, predictions_info


def test_the_first_nine_images_are_shown():
    test_set = small_test_set(wrong={2: 0.8})
    info = predictions_info(test_set)
    assert (info.images == test_set.images[:9]).all()
    assert info.true == [0, 1, 2, 3, 4, 5, 6, 7, 8]
    assert info.predicted == [0, 1, 3, 3, 4, 5, 6, 7, 8]
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


def test_same_input_same_bytes(tmp_path):
    info = predictions_info(small_test_set())
    assert_same_bytes(lambda: draw_predictions(info), tmp_path)
