import numpy as np
import pytest
from drawn import LOSS, assert_legible, assert_same_bytes, words

from compared import finished, replicates, several
from sametrials.figures.comparison.best_by_time import best_by_time_info, draw_best_by_time
from sametrials.figures.comparison.best_by_trial import best_by_trial_info, draw_best_by_trial
from sametrials.figures.comparison.best_so_far import best_so_far, draw_best_so_far
from sametrials.results.comparison import best_by_time, best_by_trial

LONG = "a_very_long_name-of_a_study-that_says_all_there_is_to_say_of_it"
CASES = {
    "two": [finished("gp"), finished("random", [0.4, 0.95])],
    "one trial": [finished("gp", [0.7]), finished("random", [0.6])],
    "twelve": several(12),
    "different lengths": [finished("a", [0.9]), finished("b", [0.8] * 200)],
    "replicates": [*replicates([0.7, 0.8, 0.9], [0.6, 0.7, 0.99]), finished("grid", [0.5] * 9)],
    "one strategy": replicates([0.7], [0.6]),
    "long names": [finished(f"{LONG}_{i}", [0.5, 0.6 + i / 10]) for i in range(3)],
    "failed and pruned": [
        finished("a", [None, 0.9, 0.7], states=["failed", "pruned", "complete"]),
        finished("b", [0.5, None, None]),
    ],
    "no error at all": [finished("a", [0.5, 1.0]), finished("b", [1.0])],
}
FIGURES = {
    "trial": lambda studies, width: draw_best_by_trial(best_by_trial_info(studies), width),
    "time": lambda studies, width: draw_best_by_time(best_by_time_info(studies), width),
}


def curves_of(studies, best):
    return best_so_far(studies, best).curves


def test_a_study_alone_has_no_band():
    [curve] = curves_of([finished(values=[0.5, 0.9, 0.8])], best_by_trial)
    assert (curve.strategy, curve.n_studies) == ("gp", 1)
    assert list(curve.x) == [1, 2, 3]
    assert list(curve.mean) == list(curve.low) == list(curve.high) == [0.5, 0.9, 0.9]


def test_replicates_are_a_mean_and_the_range_around_it():
    [curve] = curves_of(replicates([0.5, 0.9], [0.7, 0.8], [0.6, 0.4]), best_by_trial)
    assert (curve.strategy, curve.n_studies) == ("gp", 3)
    assert curve.mean == pytest.approx([0.6, (0.9 + 0.8 + 0.6) / 3])
    assert list(curve.low) == [0.5, 0.6]
    assert list(curve.high) == [0.7, 0.9]


def test_a_mean_begins_where_each_replicate_has_a_complete_trial():
    [curve] = curves_of(replicates([0.5, 0.9, 0.9], [None, 0.7, 0.7]), best_by_trial)
    assert list(curve.x) == [2, 3]
    assert curve.mean == pytest.approx([0.8, 0.8])


def test_of_very_many_trials_no_step_is_left_out_and_the_files_stay_small():
    values = [0.5 + 0.01 * (k >= 1234) + 0.02 * (k >= 9998) for k in range(10_000)]
    [curve] = curves_of([finished(values=values)], best_by_trial)
    assert len(curve.x) < 1100
    assert list(curve.x[np.flatnonzero(np.diff(curve.mean)) + 1]) == [1235, 9999]
    assert (curve.x[0], curve.x[-1]) == (1, 10_000)


def test_a_replicate_that_has_ended_keeps_its_best():
    [curve] = curves_of(replicates([0.5], [0.3, 0.9]), best_by_trial)
    assert curve.mean == pytest.approx([0.4, 0.7])


def test_over_time_every_end_of_a_trial_may_be_a_step():
    slow, fast = replicates([0.5, 0.9], [0.6, 0.7])
    fast.timings.loc[1, "train"] = 8.0
    [curve] = curves_of([slow, fast], best_by_time)
    assert curve.x == pytest.approx([10, 18, 20])
    assert curve.mean == pytest.approx([0.55, 0.6, 0.8])


def test_of_trials_that_end_at_once_the_best_counts():
    [curve] = curves_of([finished(values=[0.5, 0.9], starts=[0, 0])], best_by_time)
    assert (list(curve.x), list(curve.mean)) == ([10], [0.9])


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("width", [4, 6.3, 12])
@pytest.mark.parametrize("case", CASES)
def test_all_texts_are_legible(figure, width, case):
    assert_legible(FIGURES[figure](CASES[case], width))


def test_the_legend_tells_the_last_best_accuracy_best_strategy_first():
    figure = FIGURES["trial"](CASES["replicates"], 6.3)
    legend = [text.get_text() for text in figure.legends[0].get_texts()]
    assert legend == ["gp (mean of 2 seeds): 94.5 %", "grid: 50 %"]


def test_better_is_higher_and_trials_are_whole_numbers():
    figure = FIGURES["trial"](CASES["two"], 6.3)
    bottom, top = figure.axes[0].get_ylim()
    assert bottom > top
    assert {"1", "2", "3", "trials"} <= set(words(figure))
    assert not {"0.5", "1.5", "2.5"} & set(words(figure))


LOSSES = {
    "tiny": replicates([1e-5, 3e-6], [2e-3, 1e-4], objective=LOSS),
    "million": [finished(name, [1.3e6, 1.2e6, 1.25e6], objective=LOSS) for name in "ab"],
    "huge": [finished("a", [1e9, None, 1e6], objective=LOSS)],
    "negative": [finished("a", [3.0, -2.0], objective=LOSS)],
}


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("case", LOSSES)
def test_all_texts_of_a_loss_are_legible(figure, width, case):
    assert_legible(FIGURES[figure](LOSSES[case], width))


def test_of_a_loss_the_lowest_is_the_best_so_far_and_comes_first_in_the_legend():
    studies = [finished("a", [0.5, 0.9, 0.4], objective=LOSS), finished("b", [0.3], objective=LOSS)]
    first, _ = curves_of(studies, best_by_trial)
    assert list(first.mean) == [0.5, 0.5, 0.4]
    figure = FIGURES["trial"](studies, 6.3)
    assert [text.get_text() for text in figure.legends[0].get_texts()] == ["b: 0.3", "a: 0.4"]
    bottom, top = figure.axes[0].get_ylim()
    assert bottom < 0.3 < 0.5 < top
    assert "Best validation loss by number of trials" in words(figure)


@pytest.mark.parametrize(
    ("seconds", "unit"), [(3.0, "seconds"), (200.0, "minutes"), (9000.0, "hours")]
)
def test_time_is_told_in_the_unit_that_suits(seconds, unit):
    figure = FIGURES["time"]([finished(seconds=seconds), finished("b", [0.3], seconds=1.0)], 6.3)
    assert unit in words(figure)
    last = max(line.get_xdata()[-1] for line in figure.axes[0].get_lines())
    assert last == pytest.approx(3 * seconds / {"seconds": 1, "minutes": 60, "hours": 3600}[unit])


def test_no_two_of_many_curves_look_alike_in_colour_and_no_two_of_ten_in_grey():
    lines = FIGURES["trial"](several(20), 6.3).axes[0].get_lines()
    assert len({(line.get_color(), line.get_marker()) for line in lines}) == len(lines) == 20
    assert len({line.get_marker() for line in lines[:10]}) == 10


def test_a_band_is_drawn_around_a_mean_only():
    assert len(FIGURES["trial"](CASES["replicates"], 6.3).axes[0].collections) == 1
    assert not FIGURES["trial"](CASES["two"], 6.3).axes[0].collections


def test_same_input_same_bytes(tmp_path):
    info = best_so_far(CASES["replicates"], best_by_trial)
    assert_same_bytes(
        lambda: draw_best_so_far(info.curves, info.objective, "title", "trials", 6.3), tmp_path
    )
