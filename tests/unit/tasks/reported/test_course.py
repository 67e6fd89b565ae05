"""How a training of unknown length goes and ends, by what it reports and gives."""

import math
import re

import pytest

from sametrials.common.errors import ConfigError
from sametrials.study.objective import Objective
from sametrials.tasks.reported.course import Course

ERROR = Objective("error", "minimize")
BEST = Objective("error", "minimize", "best")
REPORTED = (0.5, 0.2, 0.3)


def course(reports=REPORTED, given=None, *, objective=ERROR, thresholds=(), first=0, **others):
    """Let a training report the errors, and give something at its end."""
    made = Course(objective, thresholds)
    for step, value in enumerate(reports, start=first):
        made.report(step, {"error": value} | others)
    made.end(given, "what it gave")
    return made.outcome({})


def test_the_reported_step_counts_that_the_objective_names():
    assert course().value == 0.3
    assert course(objective=BEST).value == 0.2
    assert course().history == {"error": [0.5, 0.2, 0.3]}
    assert course().state == "complete"


@pytest.mark.parametrize("objective", [ERROR, BEST])
def test_what_is_given_at_the_end_counts_before_the_reports(objective):
    outcome = course(given={"error": 0.25}, objective=objective)
    assert outcome.value == 0.25
    assert outcome.history == {"error": [0.5, 0.2, 0.3]}


def test_a_metric_that_was_not_reported_is_of_the_last_step():
    outcome = course(given={"error": 0.25, "size": 7, "time": math.nan})
    assert outcome.history["size"] == [None, None, 7]
    assert outcome.history["time"] == [None, None, None]


def test_without_reports_the_end_is_the_only_step_and_is_not_pruned():
    outcome = course((), {"error": 0.9, "size": 7}, thresholds=[0.1])
    assert (outcome.state, outcome.value) == ("complete", 0.9)
    assert outcome.history == {"error": [0.9], "size": [7]}


def test_a_training_that_is_worse_than_others_is_pruned_whatever_it_gives():
    outcome = course(given={"error": 0.0}, thresholds=[0.6, 0.1])
    assert (outcome.state, outcome.value) == ("pruned", 0.2)
    assert outcome.history == {"error": [0.5, 0.2]}


@pytest.mark.parametrize("first", [0, 1, 10])
def test_steps_may_be_numbered_from_any_number(first):
    assert course(first=first).state == "complete"


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ((0, 2), "report: found step 2 after step 0, expected 1: each step once"),
        ((0, 0), "report: found step 0 after step 0, expected 1: each step once"),
        ((1, 0), "report: found step 0 after step 1, expected 2: each step once"),
        ((0.5,), "report: found 0.5 as the step, expected a whole number"),
        (("0",), "report: found '0' as the step, expected a whole number"),
        ((True,), "report: found True as the step, expected a whole number"),
    ],
)
def test_a_step_out_of_order_is_a_failure(steps, error):
    made = Course(ERROR)
    for step in steps:
        made.report(step, {"error": 0.1})
    made.report(99, {"error": 0.1})
    made.end({"error": 0.1}, "what it gave")
    outcome = made.outcome({})
    assert (outcome.state, outcome.value, outcome.error) == ("failed", None, error)


@pytest.mark.parametrize(
    ("reports", "given", "error"),
    [
        ((), None, "what it gave: found nothing, and no report; expected the metric of the .*"),
        ((), {"error": math.nan}, "it diverged: error is nan after step 1"),
        ((0.5, math.inf), None, "it diverged: error is inf after step 2"),
        (REPORTED, {"error": math.nan}, "it diverged: error is nan at its end"),
        (REPORTED, 0.3, "what it gave: found 0.3, expected the names of metrics .*"),
        (REPORTED, {"error": "low"}, "what it gave: found 'low' as error, expected a single num.*"),
        (("low",), None, "report: found 'low' as error, expected a single number"),
    ],
)
def test_what_is_no_number_is_a_failure_that_says_why(reports, given, error):
    outcome = course(reports, given)
    assert (outcome.state, outcome.value) == ("failed", None)
    assert len(outcome.error.splitlines()) == 1
    assert re.fullmatch(error, outcome.error), outcome.error


@pytest.mark.parametrize("reports", [(), REPORTED])
def test_a_metric_of_the_objective_that_nobody_gives_ends_the_search(reports):
    with pytest.raises(ConfigError, match=r"objective.metric: found error, expected .*: loss"):
        course(reports, {"loss": 1})


def test_a_metric_of_the_objective_that_is_not_reported_ends_the_search():
    with pytest.raises(ConfigError, match=r"objective.metric: found error, expected .*: loss"):
        Course(ERROR).report(0, {"loss": 1})
