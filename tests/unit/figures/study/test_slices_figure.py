import numpy as np
import pytest
from drawn import (
    ACCURACY,
    ACTIVATION,
    CASES,
    CONSTANT,
    LAYERS,
    LEARNING_RATE,
    LOSS,
    assert_legible,
    assert_same_bytes,
    case,
    study_trials,
    words,
)

from sametrials.figures.shared.marks import NONE_COMPLETE
from sametrials.figures.study.slices import draw_slices, slices_info

POINTS = [[1e-6, 1, "relu"], [1e-4, 5, "sigmoid"], [1e-2, 3, "relu"], [1e-3, 2, "relu"]]

pytestmark = pytest.mark.usefixtures("roughly")


def drawn(states=("complete",) * 4, width=6.3, values=(0.5, 0.9, 0.99, 0.5), objective=ACCURACY):
    space = LEARNING_RATE | LAYERS | ACTIVATION
    return draw_slices(slices_info(study_trials(space, POINTS, values, states, objective)), width)


def panels(figure):
    return [axes for axes in figure.axes if axes.get_xlabel() not in ("trial", "")]


def test_each_dimension_has_a_panel_on_its_own_scale():
    found = panels(drawn())
    assert [axes.get_xlabel().replace("\n", " ") for axes in found] == [
        *("learning rate", "number of dense layers", "activation")
    ]
    assert [axes.get_xscale() for axes in found] == ["log", "linear", "linear"]


def test_a_mark_is_where_the_trial_is_in_the_colour_of_its_number():
    marks = panels(drawn())[0].collections[0]
    np.testing.assert_allclose(marks.get_offsets()[:, 0], [1e-6, 1e-4, 1e-2, 1e-3])
    np.testing.assert_allclose(1 - marks.get_offsets()[:, 1], [0.5, 0.9, 0.99, 0.5])
    brightness = marks.get_facecolor()[:, :3] @ [0.3, 0.6, 0.1]
    assert all(np.diff(brightness) > 0)


def test_the_best_is_marked_in_every_panel():
    stars = [axes.get_lines()[-1] for axes in panels(drawn())]
    assert [star.get_marker() for star in stars] == ["*"] * 3
    assert [star.get_xdata()[0] for star in stars[:2]] == [1e-2, 3]


def test_all_panels_have_the_same_accuracies_better_ones_higher():
    found = panels(drawn())
    assert len({axes.get_ylim() for axes in found}) == 1
    assert found[0].get_ylim()[0] > found[0].get_ylim()[1]


def test_failed_trials_lie_on_the_lower_edge_and_pruned_ones_are_told_apart():
    figure = drawn(states=("pruned", "complete", "complete", "failed"))
    assert {"one trial", "pruned", "failed", "best: 99 % in trial 2"} <= set(words(figure))
    complete, pruned, failed = panels(figure)[1].collections
    assert complete.get_offsets()[:, 0].tolist() == [5, 3]
    assert pruned.get_offsets()[:, 0].tolist() == [1]
    assert failed.get_offsets().tolist() == [[2, 0.03]]
    transform = panels(figure)[1].get_xaxis_transform()
    assert failed.get_offset_transform() == transform


def test_a_loss_rises_upwards_and_failed_trials_lie_on_the_upper_edge():
    states = ("complete", "complete", "complete", "failed")
    figure = drawn(states, values=(0.5, 0.3, 0.01, 0.2), objective=LOSS)
    first = panels(figure)[0]
    assert first.get_ylim()[0] < 0.01 < 0.5 < first.get_ylim()[1]
    assert first.get_lines()[-1].get_ydata() == [0.01]
    assert first.collections[-1].get_offsets().tolist() == [[1e-3, 0.97]]


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("values", [[1e-5, 2e-3, 1e-4, 3e-2], [1.2e6, 1.3e6, 1.21e6, 1.4e6]])
def test_all_texts_of_a_loss_are_legible(values, width):
    assert_legible(drawn(values=values, width=width, objective=LOSS))


@pytest.mark.parametrize(("width", "n_columns"), [(3.3, 2), (6.3, 4), (20, 8)])
def test_the_panels_wrap_in_rows(width, n_columns):
    figure = draw_slices(slices_info(case("eight dimensions")), width)
    figure.draw_without_rendering()
    lefts = {round(axes.get_position().x0, 3) for axes in panels(figure)}
    assert len(lefts) == n_columns
    assert len(panels(figure)) == 8


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("name", CASES)
def test_all_texts_are_legible(name, width):
    assert_legible(draw_slices(slices_info(case(name)), width))


def test_without_a_complete_trial_or_a_choice_it_says_so():
    assert words(drawn(states=("failed", "pruned", "failed", "failed"))) == [NONE_COMPLETE]
    constant = study_trials(CONSTANT, [["only"]], [0.5])
    (said,) = words(draw_slices(slices_info(constant)))
    assert said.startswith("No dimension")


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(drawn, tmp_path)
