"""The check that a training repeats."""

from dataclasses import replace

import pytest

from sametrials.common.errors import ConfigError
from sametrials.tasks.reported.repeat import CheckedTrainer
from sametrials.trials.job import Outcome
from users_trial import job

FIRST = Outcome(0.3, {"error": [0.5, 0.3], "loss": [1.0, None]}, {})


def trainer(*outcomes):
    """Make a checked trainer that gives one outcome after another; an exception is raised."""
    left = list(outcomes)

    def train(_job):
        outcome = left.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    return CheckedTrainer(train, "mind the seed"), left


def test_the_first_trial_is_trained_twice_and_no_other(tmp_path):
    checked, left = trainer(FIRST, replace(FIRST, timings={"train": 3}), FIRST, FIRST)
    assert checked(job(tmp_path, 0)) is FIRST
    assert len(left) == 2
    checked(job(tmp_path, 1))
    assert len(left) == 1


@pytest.mark.parametrize(
    ("second", "difference"),
    [
        (replace(FIRST, value=0.4), "found 0.3 as the value of the objective, then 0.4"),
        (
            replace(FIRST, history=FIRST.history | {"error": [0.5, 0.1 + 0.2]}),
            "found 0.3 as error after step 2, then 0.30000000000000004",
        ),
        (replace(FIRST, history=FIRST.history | {"loss": [1.0]}), "found 2 steps of loss, then 1"),
        (replace(FIRST, history={"error": [0.5, 0.3]}), "found 2 steps of loss, then 0"),
        (replace(FIRST, state="pruned"), "found it complete, then pruned"),
        (ZeroDivisionError("no"), "found complete, then ZeroDivisionError: no"),
    ],
)
def test_a_difference_ends_the_search_and_says_what_to_do(tmp_path, second, difference):
    checked, _ = trainer(FIRST, second)
    with pytest.raises(ConfigError) as error:
        checked(job(tmp_path, 0))
    message = str(error.value)
    assert message.startswith("trial.check_repeatable: trial 0, trained twice with the same seed: ")
    assert difference in message
    assert "mind the seed, or set trial.check_repeatable: false" in message


def test_a_full_disk_is_no_difference(tmp_path):
    checked, _ = trainer(FIRST, OSError("disk full"))
    with pytest.raises(OSError, match="disk full"):
        checked(job(tmp_path, 0))
