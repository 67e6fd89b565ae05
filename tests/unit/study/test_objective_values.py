"""How the values of an objective compare, and which of them count (sametrials.study.objective)."""

import math
from dataclasses import replace
from statistics import fmean, stdev

import pytest

from sametrials.study.objective import Objective

UP, DOWN = Objective("result", "maximize"), Objective("result", "minimize")
BEST_UP, BEST_DOWN = (Objective("result", way, "best") for way in ("maximize", "minimize"))


@pytest.mark.parametrize("objective", [UP, DOWN])
def test_the_cost_is_lower_where_the_value_is_better_and_turns_back(objective):
    high, low = (1.5, 0.5) if objective.maximized else (0.5, 1.5)
    assert objective.cost(high) < objective.cost(low)
    assert objective.cost(objective.cost(0.1 + 0.2)) == 0.1 + 0.2


def test_the_cost_of_a_value_that_is_minimised_is_the_value():
    assert DOWN.cost(0.25) == 0.25
    assert UP.cost(0.25) == -0.25


def test_which_of_two_values_is_better_depends_on_the_direction():
    assert UP.is_better(0.9, 0.8) and not UP.is_better(0.8, 0.9)
    assert DOWN.is_better(0.8, 0.9) and not DOWN.is_better(0.9, 0.8)
    for objective in (UP, DOWN):
        assert not objective.is_better(0.8, 0.8)
    assert (UP.best([0.5, 0.9, 0.7]), DOWN.best([0.5, 0.9, 0.7])) == (0.9, 0.5)


def test_a_target_is_reached_by_a_value_that_is_as_good_or_better():
    assert [UP.reaches(value, 0.9) for value in (0.89, 0.9, 0.91)] == [False, True, True]
    assert [DOWN.reaches(value, 0.9) for value in (0.89, 0.9, 0.91)] == [True, True, False]


def test_the_worst_possible_value_is_the_other_end_of_a_range_that_is_known():
    assert Objective("val_accuracy", "maximize").worst_possible == 0.0
    assert Objective("val_recall", "minimize").worst_possible == 1.0
    for objective in (UP, DOWN, Objective("val_loss", "minimize"), Objective("val_r2_score")):
        assert objective.worst_possible is None


VALUES = [0.3, 0.7, 0.5, 0.7, 0.3]


@pytest.mark.parametrize("objective", [UP, DOWN])
def test_by_default_the_last_step_counts(objective):
    assert objective.step_that_counts(VALUES) == 4
    assert objective.so_far(VALUES) == VALUES


def test_the_best_step_counts_on_request_and_of_equals_the_first():
    assert BEST_UP.step_that_counts(VALUES) == 1
    assert BEST_DOWN.step_that_counts(VALUES) == 0
    assert BEST_UP.so_far(VALUES) == [0.3, 0.7, 0.7, 0.7, 0.7]
    assert BEST_DOWN.so_far(VALUES) == [0.3] * 5
    assert BEST_DOWN.so_far([0.7, 0.5, 0.6, 0.4]) == [0.7, 0.5, 0.5, 0.4]


@pytest.mark.parametrize("objective", [UP, DOWN, BEST_UP, BEST_DOWN])
def test_of_one_step_there_is_one_to_count_and_of_none_nothing_so_far(objective):
    assert objective.step_that_counts([0.5]) == 0
    assert objective.so_far([0.5]) == [0.5]
    assert objective.so_far([]) == []


def test_a_share_of_counted_items_is_the_ratio_of_two_integers():
    in_single_precision = 0.984399974346161
    assert Objective().exact(in_single_precision, 10_000) == 0.9844
    assert Objective("val_binary_accuracy").exact(0.3333333432674408, 3) == 1 / 3
    for metric in ("val_auc", "val_loss", "result"):
        assert Objective(metric).exact(in_single_precision, 10_000) == in_single_precision


def test_what_is_no_count_of_the_items_stays_as_it_is():
    assert Objective("val_binary_accuracy").exact(0.98765, 10) == 0.98765  # of many outputs an item


def test_the_standard_error_is_known_of_a_share_of_counted_items_alone():
    assert Objective().standard_error(0.9, 1000) == pytest.approx(math.sqrt(0.09 / 1000))
    assert Objective().standard_error(1.0, 1000) == 0
    for metric in ("val_auc", "val_loss", "result"):
        assert Objective(metric).standard_error(0.9, 1000) is None


FOLDS = replace(BEST_UP, folds=5)


def test_the_value_of_folds_is_their_mean_whichever_step_counts_in_each():
    assert FOLDS.value_of(VALUES) == fmean(VALUES)
    assert FOLDS.so_far(VALUES) == [fmean(VALUES[:n]) for n in range(1, 6)]
    assert BEST_UP.value_of(VALUES) == 0.7
    assert replace(BEST_UP, epoch="last").value_of(VALUES) == VALUES[-1]


def test_within_a_fold_the_objective_is_the_usual_one():
    assert FOLDS.of_a_fold == BEST_UP
    assert (FOLDS.step, BEST_UP.step) == ("fold", "step")


def test_the_number_of_folds_decides_a_search_and_one_is_as_if_there_were_none():
    assert BEST_UP.identity() == {
        "metric": BEST_UP.metric,
        "direction": "maximize",
        "epoch": "best",
    }
    assert FOLDS.identity() == BEST_UP.identity() | {"folds": 5}
    assert Objective(**FOLDS.identity()) == FOLDS


def test_the_standard_error_of_folds_is_that_of_a_mean():
    expected = stdev(VALUES) / math.sqrt(5)
    assert FOLDS.standard_error_of_folds(VALUES) == pytest.approx(expected)
    assert FOLDS.standard_error_of_folds([0.5]) is None
    assert FOLDS.standard_error_of_folds([0.5, 0.5]) == 0
