import pytest

from compared import finished
from sametrials.report.time_spent import time_spent


def test_the_parts_are_the_whole():
    study = finished(values=(0.5, 0.9, 0.8), seconds=10.0, suggest=2.0)
    time = time_spent(study)
    assert (time.wall, time.train, time.suggest) == pytest.approx((36, 30, 6))
    assert time.workers == 1
    assert time.idle == pytest.approx(6)
    assert sum(time.shares.values()) == pytest.approx(1)
    assert time.shares["training"] == pytest.approx(30 / 36)


def test_two_workers_have_twice_the_time():
    study = finished(values=(0.5, 0.9), starts=(0, 5), seconds=10.0)
    study.timings["worker"] = [0, 1]
    time = time_spent(study)
    assert (time.workers, time.wall, time.idle) == (2, 15, 10)


def test_jobs_side_by_side_under_one_name_have_no_idle_time():
    study = finished(values=(0.5, 0.9, 0.8), starts=(0, 0, 1), seconds=10.0)
    time = time_spent(study)
    assert time.workers is time.idle is None
    assert time.shares["training"] == 1


def test_phases_that_a_failed_trial_did_not_get_to_count_nothing():
    study = finished(values=(0.5, None), seconds=10.0)
    study.timings.loc[1, ["train", "save"]] = float("nan")
    assert time_spent(study).train == 10
