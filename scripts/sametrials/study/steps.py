"""Judge a training after each step: whether it goes on, and which value counts."""

import math
from collections.abc import Mapping, Sequence

from sametrials.common.errors import ConfigError
from sametrials.study.objective import Objective


class Steps:
    """Judges a training after each step, such as an epoch; or a trial after each fold.

    Parameters
    ----------
    objective
        The objective of the study.
    n_steps
        Number of steps of the training; after the last one nothing is pruned.
    thresholds
        Values of the objective after step 1, 2, ...; a training that is worse is pruned.
    finite
        Metrics that must stay finite, beside that of the objective.

    Attributes
    ----------
    state
        "complete" (also while the training goes on), "pruned" or "failed".
    error
        Why it failed, in a line.
    history
        The values of each metric, one per step; None for a value that is not finite.
    """

    def __init__(
        self,
        objective: Objective,
        n_steps: int,
        thresholds: Sequence[float] = (),
        finite: Sequence[str] = (),
    ):
        self.objective = objective
        self.n_steps = n_steps
        self.thresholds = thresholds
        self.finite = finite
        self.state = "complete"
        self.error: str | None = None
        self.history: dict[str, list[float | None]] = {}
        self._values: list[float] = []

    def check_metrics(self, metrics: Sequence[str]) -> None:
        """Check that the metric of the objective is among those that the training reports.

        Raises
        ------
        ConfigError
            It is not; the message lists the metrics that are reported.
        """
        if self.objective.metric not in metrics:
            raise ConfigError(
                f"objective.metric: found {self.objective.metric}, expected one that the training "
                f"reports: {', '.join(metrics)}"
            )

    def report(self, metrics: Mapping[str, float]) -> bool:
        """Record the metrics of a step; return whether the training goes on.

        Raises
        ------
        ConfigError
            The metric of the objective is not among these.
        """
        self.check_metrics(list(metrics))
        for name in {**self.history, **metrics}:
            # A metric that was not reported after each step has None after the others.
            values = self.history.setdefault(name, [None] * len(self._values))
            value = metrics.get(name, math.nan)
            values.append(float(value) if math.isfinite(value) else None)
        self._values.append(float(metrics[self.objective.metric]))
        step = len(self._values)
        for name in dict.fromkeys((*self.finite, self.objective.metric)):
            if name in metrics and not math.isfinite(metrics[name]):
                self.state = "failed"
                self.error = f"it diverged: {name} is {metrics[name]} after step {step}"
                return False
        last = step >= self.n_steps
        if not last and step <= len(self.thresholds):
            reached = self.objective.value_of(self._values)
            if self.objective.is_better(self.thresholds[step - 1], reached):
                self.state = "pruned"
        return self.state == "complete" and not last

    @property
    def latest_counts(self) -> bool:
        """Whether the latest step is the one whose value counts so far."""
        return self.objective.step_that_counts(self._values) == len(self._values) - 1

    @property
    def value(self) -> float | None:
        """The value that counts; None if the training failed."""
        if self.state == "failed" or not self._values:
            return None
        return self.objective.value_of(self._values)
