"""Train trials one after another by the user's function."""

import contextlib
import copy
import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.common.files import atomic_path
from sametrials.common.process_state import ProcessState
from sametrials.common.python_imports import imported_files, imported_packages
from sametrials.common.users_module import run_users_file
from sametrials.data.arrays import Arrays
from sametrials.study.objective import Objective
from sametrials.tasks.python_function.training.data import training_data
from sametrials.tasks.python_function.training.report import Ended, Report
from sametrials.tasks.python_function.training.seeds import (
    framework_settings,
    load_frameworks,
    loaded_frameworks,
    prepare_environment,
    set_seed,
)
from sametrials.tasks.reported.course import Course
from sametrials.trials.job import Job, ModelError, Outcome
from sametrials.trials.trial_files import remove_log

MODULE = "user_trial"
"""Module name of the user's file: whatever the file is called, it hides no other module."""


class FunctionTrainer:
    """Trains trials one after another in this process.

    Parameters
    ----------
    file
        The user's file.
    arrays
        The data set, or None.
    objective
        The objective of the study.
    constants
        Further hyper-parameters, the same for every trial.
    wants_model
        Whether the file can evaluate a model, so that each training must hand one over.
    """

    def __init__(
        self,
        file: str | Path,
        arrays: Arrays | None,
        *,
        objective: Objective,
        constants: Mapping[str, Any],
        wants_model: bool,
    ):
        self.file = str(file)
        self.train = load_functions(file)["train"]
        self.module = sys.modules[MODULE]
        self.settings = ProcessState(framework_settings())
        self.arrays = arrays
        self.objective = objective
        self.constants = constants
        self.wants_model = wants_model

    def __call__(self, job: Job) -> Outcome:
        """Train one trial."""
        start, started = time.time(), time.perf_counter()
        loaded = loaded_frameworks()
        course, report, trained = self._run(job)
        if loaded_frameworks() != loaded:  # imported by a package meanwhile: it had no seed
            report.clear()
            self.settings = ProcessState(framework_settings())
            course, report, trained = self._run(job)
        ended = time.perf_counter()
        outcome = self._exact(course.outcome({}))
        self._keep_model(job, outcome, report.model)
        report.clear()
        timings = {
            "start": start,
            "build": trained - started,
            "train": ended - trained,
            "save": time.perf_counter() - ended,
        }
        return replace(outcome, timings=timings)

    def _run(self, job: Job) -> tuple[Course, Report, float]:
        """Run the training; return its course, its report and when it began."""
        self.settings.restore()
        sys.modules[MODULE] = self.module  # another trainer of this process has run the file, too
        remove_log(job.log_dir)
        course = Course(self.objective, job.thresholds)
        report = Report(course)
        data = training_data(self.arrays)
        hyper_parameters = copy.deepcopy({**self.constants, **job.arguments})
        set_seed(job.seed)
        began = time.perf_counter()
        with _users_code():
            try:
                returned = self.train(hyper_parameters, data, job.seed, report)
            except Ended:
                returned = None
        course.end(returned, f"what train of {self.file} returned")
        return course, report, began

    def _exact(self, outcome: Outcome) -> Outcome:
        """Round a share of the validation examples to a ratio: a framework computes in float32."""
        of_validation = self.objective.metric.startswith("val_") and self.arrays is not None
        if outcome.value is None or not of_validation:
            return outcome
        n_examples = len(self.arrays.y_validation)
        return replace(outcome, value=self.objective.exact(outcome.value, n_examples))

    def _keep_model(self, job: Job, outcome: Outcome, model: Path | None) -> None:
        """Keep the model that was handed over as that of the trial, if it may be needed."""
        if outcome.state != "complete":
            return
        if model is None and self.wants_model:
            raise ConfigError(
                f"{self.file}: found a training that calls no report.save(path), expected one with "
                "the file of its model, since the function evaluate is there for it"
            )
        if model is not None and self.objective.cost(outcome.value) <= job.save_up_to:
            with atomic_path(job.model_path) as temporary:
                shutil.copyfile(model, temporary)


def load_functions(file: str | Path) -> dict[str, Callable]:
    """Run the user's file, and return its functions by name.

    Random numbers that it draws meanwhile are the same in every process.

    Raises
    ------
    ConfigError
        The file cannot be run; the message names the line.
    """
    prepare_environment()
    packages = imported_packages([file, *imported_files(file, Path(file).parent)])
    load_frameworks(packages)
    set_seed(0)
    module = run_users_file(file, MODULE)
    load_frameworks(packages)  # one may lie beside the file
    return {name: each for name, each in vars(module).items() if callable(each)}


@contextlib.contextmanager
def _users_code() -> Iterator[None]:
    """Within it, an OSError is the function's own: a failed trial, and no sign of a full disk."""
    try:
        yield
    except OSError as error:
        raise ModelError(f"{type(error).__name__}: {error}") from error
