from dataclasses import replace

import pytest

from sametrials.study.objective import Objective
from sametrials.suggest.pruning import ENOUGH_TRIALS, Thresholds
from simulated import record_of

METRIC = "val_loss"


def thresholds(study, records):
    limits = Thresholds(study)
    for record in records:
        limits.add(record)
    return limits.values()


@pytest.fixture
def limits(study):
    """Compute the thresholds that follow from the histories of trials."""

    def limits(histories, direction="minimize", epoch="last", state="complete"):
        objective = Objective(METRIC, direction, epoch)
        records = [
            record_of(trial, history[-1], state, METRIC, history={METRIC: history, "other": []})
            for trial, history in enumerate(histories)
        ]
        return thresholds(replace(study, pruning="median", objective=objective), records)

    return limits


FALLING = [[0.5, 0.4], [0.6, 0.1], [0.7, 0.2], [0.8, 0.3], [0.9, 0.8]]


@pytest.mark.parametrize("direction", ["maximize", "minimize"])
def test_a_threshold_is_the_median_of_what_the_trials_had_reached(limits, direction):
    assert limits(FALLING, direction) == [0.7, 0.3]


def test_where_the_best_step_counts_it_is_the_median_of_the_best_until_then(limits):
    assert limits(FALLING, "minimize", "best") == [0.7, 0.3]
    assert limits(FALLING, "maximize", "best") == [0.7, 0.7]
    rising = [[history[1], history[0]] for history in FALLING]
    assert limits(rising, "minimize", "best") == [0.3, 0.3]
    assert limits(rising, "minimize", "last") == [0.3, 0.7]


def test_a_step_that_too_few_trials_have_finished_has_no_threshold(limits):
    assert len(FALLING) == ENOUGH_TRIALS
    assert limits(FALLING[1:]) == []
    assert limits([*FALLING[1:], [0.5]]) == [0.7]
    assert limits([]) == []


def test_pruned_trials_count_as_far_as_they_came_and_failed_ones_do_not(limits):
    assert limits(FALLING, state="pruned") == limits(FALLING)
    assert limits(FALLING, state="failed") == []


def test_without_pruning_there_are_no_thresholds(study):
    records = [record_of(trial, 0.5, history={"val_accuracy": [0.5]}) for trial in range(9)]
    assert thresholds(study, records) == []
    assert thresholds(replace(study, pruning="median"), records) == [0.5]
