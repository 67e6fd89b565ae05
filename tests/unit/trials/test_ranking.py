import pytest

from sametrials.study.objective import Objective
from sametrials.trials.ranking import best_of, by_mean, choose_best, incumbent, mean_value, ranked
from simulated import ACCURACY, LOSS, record_of


def trials(records) -> list[int]:
    return [record.trial for record in records]


VALUES = [0.5, 0.9, 0.1, 0.9, 0.5]


def test_the_best_come_first_and_of_equals_the_earlier_trial():
    records = [record_of(trial, value) for trial, value in enumerate(VALUES)]
    for given in (records, records[::-1]):
        assert trials(ranked(ACCURACY, given)) == [1, 3, 0, 4, 2]
        assert trials(ranked(LOSS, given)) == [2, 0, 4, 1, 3]
        assert incumbent(ACCURACY, given).trial == 1
        assert incumbent(LOSS, given).trial == 2


@pytest.mark.parametrize(("objective", "order"), [(ACCURACY, [1, 0]), (LOSS, [0, 1])])
def test_pruned_trials_come_after_all_that_are_complete_and_failed_ones_last(objective, order):
    records = [
        record_of(0, 0.3),
        record_of(1, 0.6),
        record_of(2, 0.0, "pruned"),
        record_of(3, 1.0, "pruned"),
        record_of(4, None),
        record_of(5, None),
    ]
    pruned = [3, 2] if objective is ACCURACY else [2, 3]
    assert trials(ranked(objective, records)) == [*order, *pruned, 4, 5]
    assert trials(best_of(objective, records, 9)) == order
    assert trials(best_of(objective, records, 1)) == order[:1]
    assert best_of(objective, records, 0) == []
    assert incumbent(objective, records[2:]) is None
    assert incumbent(objective, []) is None


def test_a_failed_trial_is_last_whatever_sign_the_values_have():
    for objective in (ACCURACY, LOSS):
        for value in (-5.0, 5.0):
            assert trials(ranked(objective, [record_of(0, None), record_of(1, value)])) == [1, 0]


def confirmed(**again):
    """Make confirmations of trials named t0, t1, ... from the values under new seeds."""
    return {
        int(name[1:]): [record_of(int(name[1:]), value) for value in values]
        for name, values in again.items()
    }


@pytest.mark.parametrize(("objective", "best"), [(ACCURACY, 2), (LOSS, 0)])
def test_the_best_trial_is_that_with_the_best_mean(objective, best):
    records = [record_of(0, 0.90), record_of(1, 0.80), record_of(2, 0.85)]
    again = confirmed(t0=[0.70, 0.80], t2=[0.84, 0.86])
    assert choose_best(objective, records, again).trial == best
    assert trials(by_mean(objective, records, again)) == [best, 2 - best]
    assert mean_value(objective, records[2], again) == pytest.approx(0.85)


def test_without_confirmations_the_incumbent_is_the_best():
    records = [record_of(0, 0.9), record_of(1, 0.8)]
    assert choose_best(ACCURACY, records, {}).trial == 0
    assert choose_best(LOSS, records, {}).trial == 1
    assert choose_best(LOSS, [record_of(0, None)], {}) is None


@pytest.mark.parametrize(("objective", "best"), [(ACCURACY, 1), (LOSS, 0)])
def test_of_equal_means_the_trial_that_the_search_ranked_higher_is_the_best(objective, best):
    # Powers of two: the means are equal to the last bit.
    records = [record_of(0, 0.25), record_of(1, 0.5)]
    again = confirmed(t0=[0.5, 0.5], t1=[0.5, 0.25])
    assert choose_best(objective, records, again).trial == best


def test_a_training_that_failed_counts_as_the_worst_value_that_is_possible():
    records = [record_of(0, 0.9), record_of(1, 0.5)]
    again = confirmed(t0=[0.9, None], t1=[0.7, 0.7])
    assert mean_value(ACCURACY, records[0], again) == pytest.approx(0.6)
    assert choose_best(ACCURACY, records, again).trial == 1
    minimised_share = Objective("val_recall", "minimize")
    assert mean_value(minimised_share, records[0], again) == pytest.approx(2.8 / 3)


@pytest.mark.parametrize("direction", ["maximize", "minimize"])
def test_where_no_value_is_known_to_be_the_worst_a_failed_confirmation_ranks_last(direction):
    objective = Objective("val_loss", direction)
    good, bad = (0.1, 0.9) if direction == "minimize" else (0.9, 0.1)
    records = [record_of(0, good), record_of(1, bad), record_of(2, good)]
    again = confirmed(t0=[good, None], t1=[bad, bad], t2=[None, None])
    assert mean_value(objective, records[0], again) is None
    assert trials(by_mean(objective, records, again)) == [1, 0, 2]
    assert choose_best(objective, records, again).trial == 1


def test_where_every_confirmation_failed_the_one_that_the_search_ranked_highest_is_the_best():
    records = [record_of(0, 0.3), record_of(1, 0.2)]
    again = confirmed(t0=[None, None], t1=[None, 0.1])
    assert choose_best(LOSS, records, again).trial == 1
