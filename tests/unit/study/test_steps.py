import math

import pytest

from sametrials.common.errors import ConfigError
from sametrials.study.objective import Objective
from sametrials.study.steps import Steps

UP, DOWN = Objective("score", "maximize"), Objective("score", "minimize")
BEST_UP, BEST_DOWN = (Objective("score", way, "best") for way in ("maximize", "minimize"))


def report(steps: Steps, values) -> list[bool]:
    """Report values until the training ends; returns after each whether it goes on."""
    answers = []
    for value in values:
        answers.append(steps.report({"score": value, "other": 1.0}))
        if not answers[-1]:
            break
    return answers


@pytest.mark.parametrize("objective", [UP, DOWN])
def test_a_training_goes_on_to_its_last_step_and_is_complete(objective):
    steps = Steps(objective, 3)
    assert report(steps, [0.1, 0.9, 0.5]) == [True, True, False]
    assert (steps.state, steps.value, steps.error) == ("complete", 0.5, None)
    assert steps.history == {"score": [0.1, 0.9, 0.5], "other": [1.0] * 3}


@pytest.mark.parametrize(
    ("objective", "values", "ends_after"),
    [
        (UP, [0.5, 0.39, 0.9], 2),  # below 0.4
        (UP, [0.29, 0.9, 0.9], 1),
        (DOWN, [0.2, 0.41, 0.1], 2),  # above 0.4
        (DOWN, [0.31, 0.1, 0.1], 1),
    ],
)
def test_a_training_that_is_worse_than_a_threshold_is_pruned(objective, values, ends_after):
    steps = Steps(objective, 3, thresholds=[0.3, 0.4])
    assert report(steps, values) == [True] * (ends_after - 1) + [False]
    assert steps.state == "pruned"
    assert steps.value == values[ends_after - 1]
    assert len(steps.history["score"]) == ends_after
    assert steps.error is None


@pytest.mark.parametrize("objective", [UP, DOWN])
def test_a_training_that_is_as_good_as_the_threshold_goes_on(objective):
    steps = Steps(objective, 3, thresholds=[0.3, 0.4])
    assert report(steps, [0.3, 0.4, 0.0]) == [True, True, False]
    assert steps.state == "complete"


@pytest.mark.parametrize(("objective", "bad"), [(UP, 0.0), (DOWN, 9.9)])
def test_the_last_step_prunes_nothing_nor_does_one_without_a_threshold(objective, bad):
    steps = Steps(objective, 2, thresholds=[0.5, 0.5])
    assert report(steps, [0.5, bad]) == [True, False]
    assert steps.state == "complete"
    steps = Steps(objective, 3, thresholds=[0.5])
    assert report(steps, [0.5, bad, bad]) == [True, True, False]
    assert steps.state == "complete"


def test_where_the_best_step_counts_a_training_is_judged_by_its_best_so_far():
    for objective, values in ((BEST_UP, [0.6, 0.1, 0.2]), (BEST_DOWN, [0.1, 0.9, 0.8])):
        steps = Steps(objective, 3, thresholds=[0.3, 0.3])
        assert report(steps, values) == [True, True, False]
        assert (steps.state, steps.value) == ("complete", values[0])
        last_counts = Objective("score", objective.direction)
        assert report(Steps(last_counts, 3, thresholds=[0.3, 0.3]), values) == [True, False]


def test_it_is_known_after_each_step_whether_it_is_the_one_that_counts():
    latest = {}
    for objective in (UP, BEST_UP, BEST_DOWN):
        steps = Steps(objective, 5)
        latest[objective] = []
        for value in (0.5, 0.7, 0.7, 0.4, 0.8):
            steps.report({"score": value})
            latest[objective].append(steps.latest_counts)
    assert latest == {
        UP: [True] * 5,
        BEST_UP: [True, True, False, False, True],
        BEST_DOWN: [True, False, False, True, False],
    }


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("objective", [UP, DOWN, BEST_UP, BEST_DOWN])
def test_an_objective_that_is_no_finite_number_is_a_failed_training(objective, value):
    steps = Steps(objective, 3, thresholds=[0.5, 0.5])
    assert report(steps, [0.5, value, 0.5])[-1] is False
    assert steps.state == "failed"
    assert steps.value is None
    assert steps.error == f"it diverged: score is {value} after step 2"
    assert steps.history == {"score": [0.5, None], "other": [1.0, 1.0]}


def test_a_metric_that_must_be_finite_ends_the_training_where_it_is_not():
    steps = Steps(UP, 3, finite=("loss", "unknown"))
    assert steps.report({"score": 0.5, "loss": 0.1, "rest": math.nan})
    assert not steps.report({"score": 0.9, "loss": math.inf, "rest": 0.0})
    assert steps.state == "failed"
    assert steps.error == "it diverged: loss is inf after step 2"
    assert steps.history == {"score": [0.5, 0.9], "loss": [0.1, None], "rest": [None, 0.0]}


def test_the_last_step_can_fail_too():
    steps = Steps(UP, 1)
    assert not steps.report({"score": math.nan})
    assert steps.state == "failed"


def test_a_metric_that_is_not_reported_is_named_with_those_that_are():
    message = r"objective\.metric: found score, expected one that .* reports: accuracy, loss$"
    with pytest.raises(ConfigError, match=message):
        Steps(UP, 3).check_metrics(["accuracy", "loss"])
    with pytest.raises(ConfigError, match=message):
        Steps(UP, 3).report({"accuracy": 0.5, "loss": 0.1})
    Steps(UP, 3).check_metrics(["loss", "score"])


def test_before_the_first_step_there_is_no_value():
    assert Steps(UP, 3).value is None


@pytest.mark.parametrize(("way", "sign"), [("minimize", 1), ("maximize", -1)])
def test_a_trial_of_folds_is_judged_by_its_mean_so_far_and_never_by_one_fold(way, sign):
    objective = Objective("score", way, "best", folds=3)
    thresholds = [sign * each for each in (1.0, 2.0, 0.0)]
    steps = Steps(objective, 3, thresholds)
    assert report(steps, [sign * each for each in (1.0, 3.0, 8.0)]) == [True, True, False]
    assert (steps.state, steps.value) == ("complete", sign * 4.0)
    steps = Steps(objective, 3, thresholds)
    assert report(steps, [sign * each for each in (0.0, 4.1)]) == [True, False]
    assert (steps.state, steps.value) == ("pruned", pytest.approx(sign * 2.05))
