import numpy as np
import pytest

from schedule import study_seconds, trial_seconds, windows_of


def test_one_slot_takes_the_sum():
    assert study_seconds([3, 1, 2], slots=1, window=1) == 6
    assert study_seconds([3, 1, 2], slots=1, window=2) == 6


def test_a_window_as_large_as_the_slots_waits_for_the_oldest():
    # Trial 2 needs trial 0, which takes long, though a slot is free after a second.
    assert study_seconds([10, 1, 5], slots=2, window=2) == 15
    assert study_seconds([10, 1, 5], slots=2, window=3) == 10


def test_what_a_job_costs():
    # One after the other: each keeps its slot a second longer, and is noticed two later.
    assert study_seconds([3, 4], slots=1, window=1, occupied=1, noticed=2) == 4 + 2 + 5
    # With one more in the queue the slot need not wait for that.
    assert study_seconds([3, 4], slots=1, window=2, occupied=1, noticed=2) == 4 + 5


def test_a_larger_window_never_takes_longer_and_never_less_than_at_best():
    seconds = trial_seconds(np.random.default_rng(0), 40, 60, 0.5)
    for slots in (1, 2, 4, 8, 16):
        times = [study_seconds(seconds, slots, window) for window in windows_of(slots)]
        assert times == sorted(times, reverse=True)
        assert times[-1] >= 0.999 * seconds.sum() / slots


def test_trials_have_the_mean_that_was_asked_for():
    seconds = trial_seconds(np.random.default_rng(0), 100_000, 60, 0.5)
    assert seconds.mean() == pytest.approx(60, rel=0.01)
    assert np.log(seconds).std() == pytest.approx(0.5, rel=0.01)


def test_windows_of():
    assert windows_of(1) == {1: "w", 2: "w + 1"}
    assert windows_of(4) == {4: "w", 5: "w + 1", 6: "1.5 w", 8: "2 w"}
