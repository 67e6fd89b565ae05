"""Values of a cross-validation: the mean of folds, whose trainings are made up."""

from collections.abc import Callable
from functools import partial
from typing import Any

from outcomes import outcome_of
from sametrials.study.objective import Objective
from sametrials.tasks.cross_validated.training.trainer import FoldsTrainer
from sametrials.trials.job import Job, Outcome

ERRORS = (0.1, 0.7, 0.3)


class Fold:
    """Trains a fold in three steps, of which the second is the best."""

    def __init__(self, error: float, state: str, epoch: str):
        self.error = error
        self.state = state
        self.epoch = epoch

    def __call__(self, job: Job) -> Outcome:
        """Save a model if asked to, and report the seed, too."""
        if self.state == "raises":
            raise ValueError("no such fold")
        if self.state == "failed":
            return Outcome(None, {}, {}, "failed", "it diverged")
        errors = [2 * self.error, self.error, 1.5 * self.error]
        value = errors[1 if self.epoch == "best" else 2]
        if job.save_up_to >= value:
            job.model_path.write_text(f"model with {value}")
        history = {"val_error": errors, "step": [1.0, 2.0, 3.0], "seed": [float(job.seed)] * 3}
        return Outcome(value, history, {"train": 1.0})


def _folds(
    *states: str,
    epoch: str = "last",
    thresholds: tuple[float, ...] = (),
    save_up_to: float = float("inf"),
) -> dict[str, Any]:
    states += ("complete",) * (len(ERRORS) - len(states))
    folds = [Fold(error, state, epoch) for error, state in zip(ERRORS, states, strict=True)]
    objective = Objective("val_error", "minimize", epoch, folds=len(folds))
    return outcome_of(FoldsTrainer(folds, objective, ".model"), {"x": 1}, thresholds, save_up_to)


CASES: dict[str, Callable[[], Any]] = {
    "mean": _folds,
    "mean-of-best": partial(_folds, epoch="best"),
    "pruned": partial(_folds, thresholds=(0.2, 0.4, 0.1)),
    "not-pruned": partial(_folds, thresholds=(0.2, 0.6, 0.1)),
    "second-fails": partial(_folds, "complete", "failed"),
    "second-raises": partial(_folds, "complete", "raises"),
    "model-not-saved": partial(_folds, save_up_to=0.3),
    "model-never-saved": partial(_folds, save_up_to=float("-inf")),
}
