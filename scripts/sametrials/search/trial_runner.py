"""Train trials in worker processes, and make their records."""

import os
import time
from collections.abc import Callable, Mapping
from typing import NamedTuple

from sametrials.common.errors import SearchError
from sametrials.common.locks import Check
from sametrials.search.retries import gives_up, killed_by_the_machine
from sametrials.search.setup import Setup
from sametrials.search.worker_pool import Failure, Finished, WorkerPool
from sametrials.trials.job import Job, Outcome
from sametrials.trials.record import TrialRecord
from sametrials.trials.store import TrialStore

STARTED_BY = os.getppid()
"""The process of Snakemake; when it is gone, the search ends."""


class _Running(NamedTuple):
    fingerprint: Mapping[str, str]
    store: TrialStore | None
    seconds: Mapping[str, float]
    n_deaths: int = 0
    n_kills: int = 0


class TrialRunner:
    """Trains trials in the processes of a pool; a trial whose process dies is tried again.

    Parameters
    ----------
    pool
        The worker processes, which turn a `Job` into an `Outcome`.
    setup
        For the records: the metric and the versions of packages.
    note
        Called with each message for the user, about further tries.
    check_lock
        Called before a trial starts, and each second until its record is written: raises a
        SearchError if the folder is no longer that of this search (`sametrials.common.locks`).
    """

    def __init__(
        self, pool: WorkerPool, setup: Setup, note: Callable[[str], None], check_lock: Check
    ):
        self._pool = pool
        self._note = note
        self._check_lock = check_lock
        self._running: dict[str, _Running] = {}
        self._metric = setup.study.objective.metric
        self._versions = setup.versions

    @property
    def idle(self) -> bool:
        """Whether a trial would start at once."""
        return self._pool.idle

    def start(
        self,
        job: Job,
        fingerprint: Mapping[str, str],
        store: TrialStore | None = None,
        suggest: float | None = None,
    ) -> None:
        """Start a trial.

        Parameters
        ----------
        job
            The trial.
        fingerprint
            That of its record.
        store
            Where its record is kept; nowhere if None.
        suggest
            Seconds that it took to choose its hyper-parameters, for its timings.
        """
        self._check_lock()
        seconds = {"start": time.time()} | ({} if suggest is None else {"suggest": suggest})
        self._running[str(job.log_dir)] = _Running(fingerprint, store, seconds)
        self._pool.start(job)

    def abandon(self) -> None:
        """End the running trials, whose results are no longer needed."""
        self._pool.abandon()
        self._running.clear()

    def wait(self) -> list[TrialRecord]:
        """Wait until a trial is finished, at most a second; return the new records.

        Raises
        ------
        SearchError
            A worker cannot work (see `WorkerPool.wait`), Snakemake is gone, or the folder is.
        """
        self._check_starter()
        finished = self._pool.wait(seconds=1)
        self._check_lock()
        return [self._record(each) for each in finished if not self._is_tried_again(each)]

    def _check_starter(self) -> None:
        if os.getppid() != STARTED_BY:
            raise SearchError(
                "Snakemake, which started this search, is gone: the search ends; finished trials "
                "are kept"
            )

    def _is_tried_again(self, finished: Finished) -> bool:
        job, failure = finished.job, finished.failure
        if failure is None or not failure.died:
            return False
        running = self._running[str(job.log_dir)]
        running = running._replace(
            n_deaths=running.n_deaths + (not failure.killed),
            n_kills=running.n_kills + failure.killed,
        )
        self._running[str(job.log_dir)] = running
        if gives_up(running.n_deaths, running.n_kills):
            return False
        self._note(f"{job}: {failure.message}; it is tried again")
        self._pool.start(job)
        return True

    def _record(self, finished: Finished) -> TrialRecord:
        job, failure = finished.job, finished.failure
        running = self._running.pop(str(job.log_dir))
        outcome = finished.result or _failed(failure, running.n_kills)
        timings, seconds = dict(outcome.timings), dict(running.seconds)
        if "start" in timings:
            seconds["wait"] = timings.pop("start") - seconds["start"]
        else:  # the worker gave no timings: take all the time that it was busy
            timings["train"] = time.time() - seconds["start"]
        record = TrialRecord(
            trial=job.trial,
            state=outcome.state,
            hyper_parameters=job.hyper_parameters,
            metric=self._metric,
            value=outcome.value,
            seed=job.seed,
            history=outcome.history,
            fingerprint=running.fingerprint,
            timings={**seconds, **timings},
            worker=finished.worker,
            versions=self._versions,
            error=outcome.error,
            traceback=failure.traceback if failure else None,
        )
        if running.store is not None:
            running.store.add(record)
        return record


def _failed(failure: Failure, n_kills: int) -> Outcome:
    error = killed_by_the_machine(n_kills) if failure.killed else failure.message
    return Outcome(value=None, history={}, timings={}, state="failed", error=error)
