"""Carry out trials by a program, one after another."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sametrials.study.objective import Objective
from sametrials.tasks.command.training.process import Program
from sametrials.tasks.command.training.protocol import Answers, request
from sametrials.tasks.reported.course import Course
from sametrials.trials.job import Job, ModelError, Outcome
from sametrials.trials.trial_files import remove_log


class CommandTrainer:
    """Carries out trials by a program.

    Parameters
    ----------
    command
        The program and its arguments.
    data
        Absolute path of the .npz file of the data set, or None.
    objective
        The objective of the study.
    constants
        Values that the program gets beside the hyper-parameters.
    check_files
        Called before and after each trial, since the program is read anew for each.
    """

    def __init__(
        self,
        command: Sequence[str],
        data: str | None,
        *,
        objective: Objective,
        constants: Mapping[str, Any],
        check_files: Callable[[], None],
    ):
        self.command = command
        self.data = data
        self.objective = objective
        self.constants = constants
        self.check_files = check_files

    def __call__(self, job: Job) -> Outcome:
        """Carry out one trial."""
        start, started = time.time(), time.perf_counter()
        self.check_files()
        remove_log(job.log_dir)
        course = Course(self.objective, job.thresholds)
        self._run(job, course)
        self.check_files()
        return course.outcome({"start": start, "train": time.perf_counter() - started})

    def _run(self, job: Job, course: Course) -> None:
        answers = Answers(course)

        def read(line: bytes) -> bool:
            answers.read(line)
            return course.goes_on

        content = request(job.arguments, self.constants, job.seed, self.data)
        try:
            program = Program(self.command, content)
        except OSError as error:
            raise ModelError(f"{self.command[0]} does not start: {error.strerror}") from error
        problem = program.run(read)
        if problem is not None:
            course.fail(problem)
        answers.end()
