"""The course of a training that nobody knows the length of: its reports, and what it ends with."""

import math
import operator
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.study.objective import Objective
from sametrials.study.steps import Steps
from sametrials.tasks.reported.numbers import numbers_of
from sametrials.trials.job import Outcome

MANY = sys.maxsize
"""Number of steps of a training that may always take another one."""


class Course:
    """Takes the reports of a training, and then what it gives at its end.

    What it gives at its end counts. If that is nothing, the reported step counts that the objective
    names.

    Parameters
    ----------
    objective
        The objective of the study.
    thresholds
        Values of the objective after step 1, 2, ...; a training that is worse is pruned.
    """

    def __init__(self, objective: Objective, thresholds: Sequence[float] = ()):
        self.objective = objective
        self._steps = Steps(objective, MANY, thresholds)
        self._latest: int | None = None
        self._failure: str | None = None
        self._value: float | None = None

    @property
    def goes_on(self) -> bool:
        """Whether the training has neither failed nor been pruned so far."""
        return self.state == "complete"

    @property
    def state(self) -> str:
        """How it is: "complete" (also while it goes on), "pruned" or "failed"."""
        return "failed" if self._failure is not None else self._steps.state

    @property
    def error(self) -> str | None:
        """Why it failed, in a line."""
        return self._failure or self._steps.error

    def report(self, step: Any, metrics: Any) -> None:
        """Take the metrics of a step; afterwards the training may have failed or be pruned.

        Raises
        ------
        ConfigError
            The metric of the objective is not among them: no trial can work.
        """
        if not self.goes_on:
            return
        try:
            number = _step_number(step, self._latest)
            values = numbers_of(metrics)
        except ValueError as error:
            self.fail(f"report: {error}")
            return
        self._latest = number
        self._steps.report(values)

    def fail(self, why: str) -> None:
        """Let the training fail for a reason, unless it has failed already."""
        if self.state != "failed":
            self._failure = why

    def end(self, given: Any, what: str) -> None:
        """Take what the training gives at its end.

        Parameters
        ----------
        given
            Its metrics, or None.
        what
            Where they come from, for messages: "what train returned".

        Raises
        ------
        ConfigError
            The metric of the objective is not among them: no trial can work.
        """
        if not self.goes_on:
            return
        if given is None:
            self._value = self._steps.value
            if self._value is None:
                self.fail(f"{what}: found nothing, and no report; expected {self._wanted}")
            return
        try:
            values = numbers_of(given)
        except ValueError as error:
            self.fail(f"{what}: {error}")
            return
        if self.objective.metric not in values:
            raise ConfigError(
                f"objective.metric: found {self.objective.metric}, expected one of {what}: "
                f"{', '.join(values)}"
            )
        self._end_with(values)

    @property
    def _wanted(self) -> str:
        return f'the metric of the objective, {{"{self.objective.metric}": ...}}'

    def _end_with(self, values: Mapping[str, float]) -> None:
        if self._latest is None:  # then the end is the only step, and it is not pruned
            self._steps = Steps(self.objective, 1)
            self._steps.report(values)
            self._value = self._steps.value
            return
        value = values[self.objective.metric]
        if math.isfinite(value):
            self._value = value
        else:
            self.fail(f"it diverged: {self.objective.metric} is {value} at its end")
        n_steps = len(next(iter(self._steps.history.values())))
        for name in values.keys() - self._steps.history.keys():
            last = values[name] if math.isfinite(values[name]) else None
            self._steps.history[name] = [None] * (n_steps - 1) + [last]

    def outcome(self, timings: Mapping[str, float]) -> Outcome:
        """Return the outcome of the training, which has ended or been stopped."""
        value = {"complete": self._value, "pruned": self._steps.value, "failed": None}[self.state]
        history = {name: self._steps.history[name] for name in sorted(self._steps.history)}
        return Outcome(value, history, timings, self.state, self.error)


def _step_number(step: Any, latest: int | None) -> int:
    """Read the number of a step; each must be the one before it plus 1."""
    try:
        if isinstance(step, bool):
            raise TypeError
        number = operator.index(step)
    except TypeError:
        raise ValueError(f"found {step!r:.60} as the step, expected a whole number") from None
    if latest is not None and number != latest + 1:
        raise ValueError(
            f"found step {number} after step {latest}, expected {latest + 1}: each step once"
        )
    return number
