import numpy as np
import pandas as pd
import pytest
from drawn import ACCURACY, LOSS, assert_legible, assert_same_bytes, with_values, words
from matplotlib.colors import to_rgb

from sametrials.figures.study.timeline import COLOURS, draw_timeline, timeline_info

PHASES = {"suggest": 1.0, "wait": 2.0, "build": 1.0, "train": 5.0, "save": 1.0}
DAY = 86_400


def info(starts, workers, states=None, objective=ACCURACY, **phases):
    """Make a study of trials of 10 seconds; `starts` is when they were handed out, or None."""
    n_trials = len(starts)
    states = states or ["complete"] * n_trials
    moments = pd.to_datetime(pd.Series(starts, dtype=float) + 1.7e9, unit="s", utc=True)
    timings = pd.DataFrame(
        {
            "trial": range(n_trials),
            "worker": workers,
            "start": moments.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        }
        | PHASES
        | phases
    )
    values = [0.5 + 0.01 * k for k in range(n_trials)]
    return timeline_info(with_values(values, states, objective), timings[::-1])


def test_a_trial_begins_with_its_suggestion_and_ends_after_all_phases():
    found = info([1, 11.5], [0, 0])
    assert found.begins.tolist() == pytest.approx([0, 10.5])
    assert found.seconds == pytest.approx(20.5)
    assert found.phases[0].tolist() == list(PHASES.values())


def test_phases_that_a_failed_trial_did_not_get_to_take_no_time():
    found = info([1], [0], ["failed"], build=np.nan, train=np.nan, save=np.nan)
    assert found.phases.tolist() == [[1, 2, 0, 0, 0]]
    assert_legible(draw_timeline(found))


def test_each_worker_has_a_row_and_the_rest_is_idle():
    found = info([1, 1, 11], [0, 1, 0])
    assert found.rows.tolist() == [0, 1, 0]
    assert found.row == "worker"
    assert found.idle == pytest.approx(10 / 40)
    title = words(draw_timeline(found))
    assert "Timeline: 2 workers, 20 seconds, 25.0 % idle" in title


def test_jobs_of_their_own_all_of_worker_0_have_a_row_for_each_at_once():
    found = info([1, 2, 11.5, 13, 14], [0] * 5)
    assert found.rows.tolist() == [0, 1, 0, 1, 2]
    assert found.row == "job"
    assert any(text.startswith("Timeline: 3 jobs at once") for text in words(draw_timeline(found)))


def test_trials_of_an_unknown_worker_share_its_row():
    assert info([1, 11.5, 22], [np.nan] * 3).rows.tolist() == [0, 0, 0]


def test_a_pause_longer_than_the_longest_trial_is_cut_out():
    found = info([1, 16, DAY], [0, 0, 0])
    assert found.begins.tolist() == pytest.approx([0, 15, 25])
    assert found.pauses == pytest.approx([25])
    assert found.seconds == pytest.approx(35)
    assert "pause, cut out" in words(draw_timeline(found))


def test_a_gap_while_another_worker_is_busy_is_no_pause():
    found = info([1, 1, 60], [0, 1, 0], train=[55.0, 1.0, 1.0])
    assert not found.pauses
    assert found.begins.tolist() == pytest.approx([0, 0, 59])
    assert "pause, cut out" not in words(draw_timeline(found))


def test_the_bars_are_where_and_as_long_as_the_phases():
    figure = draw_timeline(info([1, 1], [0, 1]))
    bars = [bar for bar in figure.axes[0].patches if bar.get_fill()]
    spans = [(bar.get_x(), bar.get_width(), round(bar.get_y() + 0.3)) for bar in bars]
    expected = [(0, 1, 0), (1, 2, 0), (3, 1, 0), (4, 5, 0), (9, 1, 0)]
    np.testing.assert_allclose(spans[::2], expected, atol=1e-5)
    assert [row for *_, row in spans[1::2]] == [1] * 5


def test_of_more_jobs_at_once_than_rows_can_be_told_apart_each_phase_is_counted():
    starts = [1] * 1000 + [11] * 500
    figure = draw_timeline(info(starts, [0] * 1500))
    suggest, _, _, train, save = (patch.get_data() for patch in figure.axes[0].patches)
    assert figure.axes[0].get_ylabel() == "jobs at once"
    np.testing.assert_allclose(suggest.values[[0, 60, 100]], [1000, 0, 500], atol=1e-6)
    np.testing.assert_allclose(train.values[[60, 160]], [1000, 500])
    np.testing.assert_allclose(train.baseline[[60, 160]], 0, atol=1e-6)
    np.testing.assert_allclose(save.values[[99, 199]], [1000, 500])
    assert_legible(figure)


def test_failed_pruned_and_best_trials_are_marked_at_their_ends():
    states = ["complete", "pruned", "failed", "complete"]
    figure = draw_timeline(info([1, 11, 21, 31], [0] * 4, states))
    marks = {line.get_marker(): line.get_xdata().tolist() for line in figure.axes[0].get_lines()}
    assert marks == {"v": [20], "x": [30], "*": [40]}
    assert {"pruned", "failed", "best: trial 3"} <= set(words(figure))


def test_of_a_loss_the_lowest_is_the_best():
    assert info([1, 11, 21], [0] * 3, ["failed", "complete", "complete"], LOSS).best == 1


def test_a_trial_without_times_is_told_but_not_drawn():
    found = info([1, None, 11], [0, np.nan, 0], ["complete", "failed", "complete"])
    assert (found.trials, found.n_untimed) == ([0, 2], 1)
    assert "1 without times" in words(draw_timeline(found))


def test_the_phases_are_told_apart_in_grey():
    greys = [np.dot(to_rgb(colour), [0.299, 0.587, 0.114]) for colour in COLOURS.values()]
    assert all(np.diff(greys) < -0.1)


@pytest.mark.parametrize("width", [3.3, 6.3])
@pytest.mark.parametrize("n_workers", [1, 2, 40])
@pytest.mark.parametrize("n_trials", [1, 120])
def test_all_texts_are_legible(n_trials, n_workers, width):
    starts = 11.0 * (np.arange(n_trials) // n_workers)
    states = ["complete", *["failed", "pruned", "complete"] * n_trials][:n_trials]
    found = info(starts, np.arange(n_trials) % n_workers, states)
    assert_legible(draw_timeline(found, width))


def test_without_times_it_says_so():
    (said,) = words(draw_timeline(info([None], [np.nan], ["failed"])))
    assert "not known" in said


def test_same_input_same_bytes(tmp_path):
    found = info([1, 1, 11, DAY], [0, 1, 0, 1])
    assert_same_bytes(lambda: draw_timeline(found), tmp_path)
