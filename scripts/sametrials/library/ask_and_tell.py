"""Ask which point to try next, and tell what it gave: for a loop of one's own."""

import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Unpack

from sametrials.common.errors import ConfigError, SearchError
from sametrials.common.texts import one_line, text_of
from sametrials.library.course import Course, Start, folder_path, warn
from sametrials.library.dimensions import Space, named_space
from sametrials.library.function_task import FunctionTask
from sametrials.library.settings import FurtherSettings, study_of_arguments
from sametrials.search.of_a_function import judge
from sametrials.search.setup import setup_of
from sametrials.study.optimizers import OPTIMIZERS
from sametrials.trials.record import TrialRecord

if TYPE_CHECKING:
    from sametrials.library.result import Result

UNBOUNDED = sys.maxsize


@dataclass(frozen=True)
class Trial:
    """A trial that was asked for.

    Attributes
    ----------
    number
        Its number, from 0.
    parameters
        Its point: name to value.
    seed
        A seed for what is random in it, 0 ... 2**32 - 1: the same in each run.
    """

    number: int
    parameters: dict[str, Any]
    seed: int

    @property
    def x(self) -> list[Any]:
        """Its point as a list of values, in the order of the search space."""
        return list(self.parameters.values())


class Study:
    """A search whose trials are carried out elsewhere: ask for them, and tell their values.

    A trial's point follows from the arguments, and from the values of trials 0 ... number - window.
    So it does not matter in which order the others are told. The points are those of `minimize` and
    `run_study` with the same settings.

    Parameters
    ----------
    space, seed, x0, enqueue, window, optimizer, n_initial_points, acq_func, direction, metric
        As of `minimize`.
    **settings
        As of `minimize`. (`max_hours` and `trial_timeout` do nothing here.)
    n_calls
        How many trials there may be; left out, there is no end, with `optimizer="grid"` or
        "manual" there are all.
    folder
        Where the trial records are kept; nowhere if None. A study made again with the same
        arguments has the trials that were told; those that were only asked for are asked again.
    version
        Marks a change of what is measured: another version sets old records aside.
    retry_failed
        Whether trials that the folder holds as failed are asked again.

    Raises
    ------
    ConfigError
        An argument is wrong.
    SearchError
        Another search is at work in the folder, or the first three trials in it have failed.

    Examples
    --------
    >>> from sametrials import Real, Study
    >>> study = Study([Real(0.0, 1.0, name="share")], window=2, seed=1)
    >>> one, other = study.ask(), study.ask()
    >>> study.tell(other, 0.7)
    >>> study.tell(one, error="the machine was switched off")
    >>> [record.value for record in study.records]
    [None, 0.7]
    >>> study.best.trial
    1
    """

    def __init__(
        self,
        space: Space,
        *,
        n_calls: int | None = None,
        seed: int = 3,
        folder: str | os.PathLike[str] | None = None,
        x0: Any = None,
        enqueue: Sequence[Any] = (),
        window: int = 5,
        optimizer: str = "gp",
        n_initial_points: int = 10,
        acq_func: str = "EI",
        direction: str = "minimize",
        metric: str = "result",
        version: str | int | None = None,
        retry_failed: bool = False,
        **settings: Unpack[FurtherSettings],
    ):
        named = named_space(space)
        self._space = named._replace(as_list=False)
        known = OPTIMIZERS.get(optimizer) if isinstance(optimizer, str) else None
        counted = known is not None and known.all_points is not None
        arguments = {
            "n_calls": UNBOUNDED if n_calls is None and not counted else n_calls,
            "seed": seed,
            "window": window,
            "optimizer": optimizer,
            "n_initial_points": n_initial_points,
            "acq_func": acq_func,
        }
        objective = {"metric": metric, "direction": direction}
        study = study_of_arguments(named, arguments, x0, enqueue, objective, settings)
        decides = {"function": None, "version": version}
        task = FunctionTask(None, None, named, study.objective, decides)
        self._course = Course(setup_of(study, task), folder_path(folder), warn, retry_failed)
        self._search = self._course.search
        self._out: dict[int, tuple[Start, float]] = {}
        """The trials that were asked for and not told, and when that was."""
        self._lost: list[Start] = []
        """The trials that were out when an earlier process ended."""
        self._reopen()

    def ask(self) -> Trial:
        """Return the next trial.

        Raises
        ------
        SearchError
            Nothing may be asked now (see `may_ask`): a trial has to be told first, or there are no
            more.
        """
        start = self._lost.pop(0) if self._lost else self._next()
        self._out[start.job.trial] = start, time.time()
        job = start.job
        return Trial(job.trial, self._space.argument(job.hyper_parameters, job.absent), job.seed)

    def tell(self, trial: Trial | int, value: Any = None, *, error: str | None = None) -> None:
        """Tell what a trial gave; its record is kept in the folder, if there is one.

        Parameters
        ----------
        trial
            A trial that was asked for, or its number.
        value
            Its value. None, or what is no finite number, means that the trial has failed.
        error
            Why it has failed; in place of a value.

        Raises
        ------
        ConfigError
            The trial was not asked for, or was told before; or both a value and an error are given.
        SearchError
            The record is there already, told by another process; or this is the third of the first
            three trials, and all have failed.
        """
        number = trial.number if isinstance(trial, Trial) else trial
        if not isinstance(number, int) or isinstance(number, bool) or number not in self._out:
            raise ConfigError(self._why_not(number))
        if error is not None and value is not None:
            raise ConfigError(
                f"tell: found a value and an error of trial {number}, expected one of them"
            )
        start, asked = self._out[number]
        record = self._record(start, asked, value, error)
        store = self._course.store
        if store is not None:
            with self._course.locked() as check_lock:
                if self._course.recorded(number) is not None:
                    raise SearchError(
                        f"{store.files.record(number)}: found a record that another process has "
                        "told, expected none: let one process ask and tell, or make the study anew"
                    )
                check_lock()
                store.add(record)
        del self._out[number]
        self._course.finish(record)

    @property
    def may_ask(self) -> bool:
        """Whether `ask` would return a trial now."""
        return bool(self._lost) or self._search.next_trial() is not None

    @property
    def done(self) -> bool:
        """Whether all trials were told: `n_calls`, or those until one ended the search."""
        return self._search.done

    @property
    def records(self) -> list[TrialRecord]:
        """The records of the trials that were told, in the order of their numbers."""
        return self._search.in_order()

    @property
    def best(self) -> TrialRecord | None:
        """The record of the best trial; None if none has succeeded."""
        return next(iter(self._search.best(1)), None)

    def result(self) -> "Result":
        """Return the trials so far in the form of scikit-optimize.

        Raises
        ------
        SearchError
            No trial has succeeded.
        """
        from sametrials.library.result import result_of  # it imports scikit-optimize, a second

        if self.best is None:
            raise SearchError(
                "result: found no trial that has succeeded, expected one: tell its value first"
            )
        return result_of(self._course.study, self.records)

    def _reopen(self) -> None:
        """Take the trials that were told, and those that were out when the last one was."""
        store = self._course.store
        if store is None:
            return
        with self._course.locked():
            store.tidy()
            told = [path for path in store.trials.glob("*.json") if path.stem.isdigit()]
            last = max((int(path.stem) for path in told), default=-1)
            while (trial := self._search.next_trial()) is not None and trial <= last:
                record = self._course.recorded(trial)
                if record is None:
                    self._lost.append(self._course.start(trial))
                else:
                    self._course.finish(record)

    def _next(self) -> Start:
        """Start the next trial that has no record."""
        while (trial := self._search.next_trial()) is not None:
            with self._course.locked():
                record = self._course.recorded(trial)
            if record is None:
                return self._course.start(trial)
            self._course.finish(record)
        if self.done:
            raise SearchError(f"ask: found all {len(self.records)} trials told, expected no more")
        out = sorted(self._out)
        raise SearchError(
            f"ask: found {len(out)} trials out ({', '.join(map(str, out))}) with "
            f"window={self._course.study.window}, expected fewer: tell trial {out[0]} first"
            if len(out) + len(self._search.records) < self._search.n_trials
            else f"ask: found all {self._search.n_trials} trials asked for, expected no more"
        )

    def _record(self, start: Start, asked: float, value: Any, error: str | None) -> TrialRecord:
        study, setup = self._course.study, self._course.setup
        if value is None:
            reason = "it was told as failed" if error is None else one_line(text_of(error))
            judged: dict[str, Any] = {"state": "failed", "value": None, "error": reason}
        else:
            judged = judge(value, study.objective.metric)
        timings = {"start": asked, "suggest": start.seconds, "train": time.time() - asked}
        return TrialRecord(
            trial=start.job.trial,
            hyper_parameters=start.job.hyper_parameters,
            metric=study.objective.metric,
            seed=start.job.seed,
            fingerprint=start.fingerprint,
            timings=timings,
            versions=setup.versions,
            **judged,
        )

    def _why_not(self, number: Any) -> str:
        out = ", ".join(map(str, sorted(self._out))) or "none is"
        if isinstance(number, int) and number in self._search.records:
            return f"tell: found trial {number}, told before, expected one that is out: {out}"
        return f"tell: found {number!r:.60}, expected a trial that is out, or its number: {out}"
