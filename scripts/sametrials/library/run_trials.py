"""Carry out the trials of a function, in this process or in others."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from functools import partial
from typing import TYPE_CHECKING, Any

from sametrials.common.locks import Check
from sametrials.library.course import Course, Note, warn
from sametrials.library.function_task import FunctionTask
from sametrials.library.this_process import ThisProcess
from sametrials.library.worker_processes import FunctionPool, needs_main
from sametrials.search.clock import Clock
from sametrials.search.progress import Progress
from sametrials.search.trial_runner import TrialRunner
from sametrials.study.settings import Study
from sametrials.trials.record import TrialRecord

if TYPE_CHECKING:
    from sametrials.library.result import Result

Callback = Callable[["Result"], Any]
"""Called with the result so far; the search ends with this trial if it returns something true."""


def run_trials(
    course: Course,
    task: FunctionTask,
    workers: int,
    check_lock: Check,
    progress: Progress | None,
    callbacks: Sequence[Callback],
) -> list[TrialRecord]:
    """Carry out the trials of a search that have no record yet; return all records in order.

    Parameters
    ----------
    course
        The search, and the folder of its records.
    task
        The call of the function. It has it pickled if it goes to other processes.
    workers
        How many of those there are.
    check_lock
        Raises a SearchError if the folder is no longer that of this search.
    progress
        Is told of each trial; None if nobody wants to know.
    callbacks
        Called after each trial, in the order of their numbers.
    """
    with _pool(task, course.study, workers) as pool:
        return _Run(course, pool, check_lock, progress, callbacks).run()


def _pool(task: FunctionTask, study: Study, workers: int) -> AbstractContextManager[Any]:
    """Make what calls the function: this process, or others."""
    if task.pickled is None:
        return ThisProcess(task.make_trainer())
    make_trainer = partial(FunctionTask.make_trainer, task.of_a_worker())
    with_main = needs_main(task.pickled)
    return FunctionPool(min(workers, study.window), make_trainer, study.trial_timeout, with_main)


class _Runner(TrialRunner):
    """Carries out trials, whoever has started this process."""

    def _check_starter(self) -> None:
        """Go on when the shell is gone from which a program was started."""


class _Run:
    """One run of a search."""

    def __init__(
        self,
        course: Course,
        pool: Any,
        check_lock: Check,
        progress: Progress | None,
        callbacks: Sequence[Callback],
    ):
        self.course = course
        self.search = course.search
        self.clock = Clock(course.study)
        self.progress = progress
        self.callbacks = callbacks
        note: Note = warn if progress is None else progress.note
        self.runner = _Runner(pool, course.setup, note, check_lock)
        self.n_told = 0
        """How many of the first trials the callbacks know."""

    def run(self) -> list[TrialRecord]:
        while not self.search.done:
            self._start_what_can_start()
            if not self.search.running:
                break  # all were recorded, or it is out of time
            for record in self.runner.wait():
                self._finish(record)
                if self.progress is not None:
                    self.progress.finished(record, self._best())
        self.runner.abandon()  # what ran while another trial was the last one
        return self.search.in_order()

    def _start_what_can_start(self) -> None:
        """Take the trials that are recorded; start others as long as a worker is idle."""
        while self.runner.idle and (trial := self.search.next_trial()) is not None:
            record = self.course.recorded(trial)
            if record is not None:
                self._finish(record)
                if self.progress is not None:
                    self.progress.known(self._best())
                continue
            if self.clock.out_of_time(self.search):
                return
            job, fingerprint, seconds = self.course.start(trial)
            self.runner.start(job, fingerprint, self.course.store, suggest=seconds)

    def _finish(self, record: TrialRecord) -> None:
        from sametrials.library.result import result_so_far

        self.course.finish(record)
        while self.callbacks and self.n_told in self.search.records:
            if self.n_told >= self.search.n_trials:
                return
            self.n_told += 1
            records = [self.search.records[trial] for trial in range(self.n_told)]
            result = result_so_far(self.course.study, records)
            # All are called, as in scikit-optimize: one may only look on.
            answers = [each(result) for each in self.callbacks]
            if any(answers):
                self.search.n_trials = min(self.search.n_trials, self.n_told)

    def _best(self) -> TrialRecord | None:
        return next(iter(self.search.best(1)), None)
