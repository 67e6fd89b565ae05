import pytest
from drawn import (
    ACTIVATION,
    KERNEL,
    LEARNING_RATE,
    LONG_NAMES,
    assert_legible,
    assert_same_bytes,
    random_result,
    search_result,
    words,
)

from hpo.figures.study.histogram import draw_histogram, histogram_info


def result(values):
    return search_result([ACTIVATION], [[value] for value in values], [0.9] * len(values), None)


def test_trials_are_counted_in_the_order_of_the_categories():
    counts = histogram_info(result(["sigmoid", "sigmoid", "relu"]), "activation").counts
    assert list(counts.items()) == [("relu", 1), ("sigmoid", 2)]


def test_a_category_that_was_never_tried_is_shown():
    figure = draw_histogram(histogram_info(result(["sigmoid"]), "activation"))
    (bar,) = figure.axes[0].patches
    assert bar.get_x() + bar.get_width() / 2 == pytest.approx(1)
    assert {"relu", "sigmoid", "activation", "trials"} <= set(words(figure))


@pytest.mark.parametrize("dimension", [ACTIVATION, KERNEL, LONG_NAMES, LEARNING_RATE])
@pytest.mark.parametrize("n_trials", [1, 30])
def test_all_texts_are_legible(dimension, n_trials):
    info = histogram_info(random_result([dimension], n_trials, None), dimension.name)
    assert_legible(draw_histogram(info))


def test_same_input_same_bytes(tmp_path):
    info = histogram_info(result(["relu", "sigmoid"]), "activation")
    assert_same_bytes(lambda: draw_histogram(info), tmp_path)
