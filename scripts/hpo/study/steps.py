"""What a training reports step by step, and whether it goes on."""

import math
from collections.abc import Mapping, Sequence

from hpo.common.errors import ConfigError
from hpo.study.objective import Objective


class Steps:
    """Judges a training after each of its steps (epochs, for instance).

    Parameters
    ----------
    objective
        What is optimised.
    n_steps
        How many steps the training has; the last one prunes nothing.
    thresholds
        Values of the objective after the first step, the second, ... below which (in quality) the
        training is pruned.
    finite
        Metrics which, beside that of the objective, must stay finite numbers.

    Attributes
    ----------
    state
        "complete", as long as nothing else is known; "pruned"; or "failed".
    error
        Why it failed, in a line.
    history
        The values of each metric by step; None for one that is not finite.
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
            It is not; with the names of those that it reports.
        """
        if self.objective.metric not in metrics:
            raise ConfigError(
                f"objective.metric: found {self.objective.metric}, expected one that the training "
                f"reports: {', '.join(metrics)}"
            )

    def report(self, metrics: Mapping[str, float]) -> bool:
        """Note what a step gave; returns whether the training goes on.

        Raises
        ------
        ConfigError
            The metric of the objective is not among these.
        """
        self.check_metrics(list(metrics))
        for name, value in metrics.items():
            finite = float(value) if math.isfinite(value) else None
            self.history.setdefault(name, []).append(finite)
        self._values.append(float(metrics[self.objective.metric]))
        step = len(self._values)
        for name in dict.fromkeys((*self.finite, self.objective.metric)):
            if name in metrics and not math.isfinite(metrics[name]):
                self.state = "failed"
                self.error = f"it diverged: {name} is {metrics[name]} after epoch {step}"
                return False
        last = step >= self.n_steps
        if not last and step <= len(self.thresholds):
            reached = self.objective.so_far(self._values)[-1]
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
        return self._values[self.objective.step_that_counts(self._values)]
