"""Carry out trials one after another, each as a training for each fold."""

import math
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import fmean

from sametrials.common.errors import UserError
from sametrials.common.files import atomic_path
from sametrials.common.process_state import ProcessState
from sametrials.common.texts import describe_exception
from sametrials.study.objective import Objective
from sametrials.study.steps import Steps
from sametrials.tasks.task import Trainer
from sametrials.trials.job import Job, Outcome
from sametrials.trials.tensorboard import write_values
from sametrials.trials.trial_files import remove_log

ALWAYS, NEVER = math.inf, -math.inf
"""As `save_up_to`: whether the model of a fold is saved."""


class FoldError(Exception):
    """The training of a fold has raised; its trial has failed."""


class FoldsTrainer:
    """Carries out trials by the trainers of the folds, all with the seed of the trial.

    Parameters
    ----------
    trainers
        Those of the folds, in order.
    objective
        The objective of the study, with the number of folds.
    model_suffix
        Suffix of model files.
    """

    def __init__(self, trainers: Sequence[Trainer], objective: Objective, model_suffix: str):
        self.trainers = trainers
        self.objective = objective
        self.model_suffix = model_suffix
        self.state = ProcessState()

    def __call__(self, job: Job) -> Outcome:
        """Carry out one trial, until a fold fails or `Steps` prunes it by its mean so far.

        Its model is that of the first fold. Its log has that of each fold, and the means.
        """
        remove_log(job.log_dir)
        steps, timings = Steps(self.objective, len(self.trainers), job.thresholds), {}
        with tempfile.TemporaryDirectory() as folder:
            model = Path(folder) / f"model{self.model_suffix}"
            for number, trainer in enumerate(self.trainers, start=1):
                outcome = self._train(trainer, job, number, model)
                timings = _added(timings, outcome.timings)
                if outcome.state == "failed":
                    error = f"fold {number}: {outcome.error}"
                    return Outcome(None, steps.history, timings, "failed", error)
                if not steps.report(self._metrics(outcome)):
                    break
            if steps.state == "complete" and self.objective.cost(steps.value) <= job.save_up_to:
                _keep(model, job.model_path)
        write_values(job.log_dir, _means(steps.history))
        return Outcome(steps.value, steps.history, timings, steps.state, steps.error)

    def _train(self, trainer: Trainer, job: Job, number: int, model: Path) -> Outcome:
        """Train a fold as if it were the first one; only the first one may save a model."""
        self.state.restore()
        saves = number == 1 and job.save_up_to > NEVER
        of_the_fold = replace(
            job,
            log_dir=job.log_dir / f"fold_{number}",
            model_path=model,
            save_up_to=ALWAYS if saves else NEVER,
            thresholds=(),
        )
        try:
            return trainer(of_the_fold)
        except (UserError, OSError):
            raise
        except (Exception, SystemExit) as error:
            raise FoldError(f"fold {number}: {describe_exception(error)}") from error

    def _metrics(self, outcome: Outcome) -> dict[str, float]:
        """Take from a fold its value, and each other metric at the step that counts."""
        objective = self.objective.of_a_fold
        step = objective.step_that_counts(outcome.history[objective.metric])
        reported = {name: values[step] for name, values in outcome.history.items()}
        known = {name: math.nan if value is None else value for name, value in reported.items()}
        return known | {objective.metric: outcome.value}


def _added(seconds: Mapping[str, float], more: Mapping[str, float]) -> dict[str, float]:
    """Add up the seconds of each phase; the first start stays."""
    start = {"start": seconds["start"]} if "start" in seconds else {}
    return {name: seconds.get(name, 0.0) + more[name] for name in more} | start


def _means(history: Mapping[str, Sequence[float | None]]) -> dict[str, float]:
    """Average each metric over the folds; left out are those that are not known of all."""
    return {name: fmean(values) for name, values in history.items() if None not in values}


def _keep(model: Path, path: Path) -> None:
    """Keep the model of a trial, if its task has saved one."""
    if model.exists():
        with atomic_path(path) as temporary:
            shutil.copyfile(model, temporary)
