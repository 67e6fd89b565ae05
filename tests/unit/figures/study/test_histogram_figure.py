import numpy as np
import pytest
from drawn import (
    ACTIVATION,
    KERNEL,
    LEARNING_RATE,
    LONG_NAMES,
    assert_legible,
    assert_same_bytes,
    integer,
    random_trials,
    real,
    study_trials,
    words,
)

from sametrials.figures.study.histogram import draw_histogram, histogram_info


def trials(values, space=ACTIVATION):
    return study_trials(space, [[value] for value in values], [0.9] * len(values))


def test_trials_are_counted_in_the_order_of_the_categories():
    info = histogram_info(trials(["sigmoid", "sigmoid", "relu"]), "activation")
    assert info.bars.counts.tolist() == [1, 2]


def test_numbers_are_counted_in_equal_parts_of_the_axis_both_bounds_among_them():
    tried = [1e-6, 1e-2, 1.01e-6, 1e-4]
    bars = histogram_info(trials(tried, {"x": real(1e-6, 1e-2, "log-uniform")}), "x").bars
    assert bars.counts.sum() == 4
    assert (bars.counts[0], bars.counts[-1]) == (2, 1)
    np.testing.assert_allclose(np.diff(np.log(bars.left)), np.log(1e4) / 19)
    bars = histogram_info(trials([0, 100, 3], {"x": integer(0, 100)}), "x").bars
    assert (len(bars.counts), bars.counts[0], bars.counts[-1]) == (20, 2, 1)


def test_a_few_whole_numbers_have_a_bar_each():
    bars = histogram_info(trials([1, 3, 3], {"x": integer(1, 4)}), "x").bars
    assert bars.counts.tolist() == [1, 0, 2, 0]
    np.testing.assert_allclose(bars.left + bars.widths / 2, [1, 2, 3, 4])


def test_a_category_that_was_never_tried_is_shown():
    figure = draw_histogram(histogram_info(trials(["sigmoid"]), "activation"))
    (bar,) = figure.axes[0].patches
    assert bar.get_x() + bar.get_width() / 2 == pytest.approx(1)
    assert {"relu", "sigmoid", "activation", "trials"} <= set(words(figure))


@pytest.mark.parametrize("space", [ACTIVATION, KERNEL, LONG_NAMES, LEARNING_RATE])
@pytest.mark.parametrize("n_trials", [1, 30])
def test_all_texts_are_legible(space, n_trials):
    info = histogram_info(random_trials(space, n_trials), *space)
    assert_legible(draw_histogram(info))


def test_without_a_trial_it_says_so():
    assert words(draw_histogram(histogram_info(trials([]), "activation"))) == [
        "There is no trial in this study."
    ]


def test_same_input_same_bytes(tmp_path):
    info = histogram_info(trials(["relu", "sigmoid"]), "activation")
    assert_same_bytes(lambda: draw_histogram(info), tmp_path)
