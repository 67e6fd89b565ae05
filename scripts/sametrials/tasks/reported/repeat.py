"""Check that a training repeats: trained twice with one seed, it reports the same numbers."""

from sametrials.common.errors import ConfigError, UserError
from sametrials.common.texts import describe_exception
from sametrials.tasks.task import Trainer
from sametrials.trials.job import Job, Outcome

CHECKED = 0
"""The trial that is trained twice."""


class CheckedTrainer:
    """Trains like another trainer, and the first trial twice.

    Parameters
    ----------
    train
        The trainer.
    advice
        What makes its trainings repeat, for the message.
    """

    def __init__(self, train: Trainer, advice: str):
        self._train = train
        self._advice = advice

    def __call__(self, job: Job) -> Outcome:
        """Train a trial.

        Raises
        ------
        ConfigError
            The first one gave other numbers when it was trained again; the message names one.
        """
        outcome = self._train(job)
        if job.trial == CHECKED:
            difference = self._difference(outcome, job)
            if difference is not None:
                raise ConfigError(
                    f"trial.check_repeatable: trial {job.trial}, trained twice with the same seed: "
                    f"{difference}, expected the same; {self._advice}, or set "
                    "trial.check_repeatable: false and do without equal trials"
                )
        return outcome

    def _difference(self, first: Outcome, job: Job) -> str | None:
        try:
            second = self._train(job)
        except Exception as error:
            if isinstance(error, UserError | OSError):
                raise
            return f"found {first.state}, then {describe_exception(error)}"
        return difference_of(first, second)


def difference_of(first: Outcome, second: Outcome) -> str | None:
    """Say what differs in two outcomes; None if they are equal, bit for bit."""
    for name in sorted({*first.history, *second.history}):
        one, other = first.history.get(name, []), second.history.get(name, [])
        for step, pair in enumerate(zip(one, other, strict=False), start=1):
            if pair[0] != pair[1]:
                return f"found {pair[0]} as {name} after step {step}, then {pair[1]}"
        if len(one) != len(other):
            return f"found {len(one)} steps of {name}, then {len(other)}"
    if first.state != second.state:
        return f"found it {first.state}, then {second.state}"
    if first.value != second.value:
        return f"found {first.value} as the value of the objective, then {second.value}"
    return None
