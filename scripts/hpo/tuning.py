"""Tune the network: a search whose trials are trained by worker processes and kept on disk."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TextIO

from hpo.errors import SearchError
from hpo.fingerprint import code_digests, fingerprint, package_versions
from hpo.progress import Progress
from hpo.records import TrialRecord, incumbent
from hpo.search import Clock, Search
from hpo.space import HyperParameters
from hpo.store import TrialStore
from hpo.study import Study
from hpo.suggest import looks_back
from hpo.trial import Job, Outcome, describe, log_dir_name
from hpo.workers import Failure, WorkerPool

STARTED_BY = os.getppid()
"""The process, Snakemake, without which a search shall not go on."""

ANY = -1.0
"""An accuracy that every model reaches."""


def keras_trainer(
    data: str | Path,
    training: Mapping[str, Any],
    constants: Mapping[str, Any],
    model: str | Path | None,
    code: Mapping[str, str],
) -> Callable[[Job], Outcome]:
    """Make what trains a trial of the network; only where it is called is TensorFlow imported.

    Parameters
    ----------
    data
        The .npz file of the data set.
    training, constants
        The sections of config.yaml.
    model
        The user's model file, or None.
    code
        What `hpo.fingerprint.code_digests` gave when the search began.

    Raises
    ------
    SearchError
        The code is another now: what this process has imported is not what the records will say.
    """
    from hpo.training import Trainer

    trainer = Trainer(data, **training, model=model, constants=constants)
    if code_digests(model) != code:
        raise SearchError("the model's code has changed since the search began: run it again")
    return trainer


def tune(
    study: Study,
    *,
    settings: str,
    make_trainer: Callable[[], Callable[[Job], Outcome]],
    folder: str | Path,
    workers: int,
    terminal: TextIO,
    retry_failed: bool = False,
) -> list[TrialRecord]:
    """Run a study to its end, from whatever is there of it.

    Afterwards the folder holds the records of all trials and the model of the best one.

    Parameters
    ----------
    study
        The settings of the search.
    settings
        Digest of all that decides every trial (`hpo.fingerprint.settings_digest`).
    make_trainer
        Called once in each worker process, gives what trains a trial there. Picklable.
    folder
        results/<study>
    workers
        Number of worker processes. It changes how long the search takes, and nothing else.
    terminal
        Where progress is shown.
    retry_failed
        Whether trials that are recorded as failed are tried again, each once.

    Returns
    -------
    list of TrialRecord
        In the order of their numbers: all of them, or those until the target accuracy was reached
        or the time was up.

    Raises
    ------
    SearchError
        Another search is at work in the folder, or no trial succeeds. What is finished stays, and
        the next run goes on from there.
    """
    workers = min(workers, study.window)  # more could never have anything to do
    pool = WorkerPool(workers, make_trainer, study.trial_timeout)
    progress = Progress(terminal, Path(folder).name, study.n_calls, workers)
    store = TrialStore(folder, settings, note=progress.note)
    with store.locked(), progress:
        store.tidy()
        with pool:
            records = _Tuning(study, store, pool, progress, retry_failed).run()
        store.clear_unfinished()  # of trials that were out when another reached the target
    return records


class _Tuning:
    """One run of a search: the search itself, its folder, its workers and its display."""

    def __init__(
        self,
        study: Study,
        store: TrialStore,
        pool: WorkerPool,
        progress: Progress,
        retry_failed: bool,
    ):
        self.study = study
        self.search = Search(study)
        self.clock = Clock(study)
        self.store = store
        self.pool = pool
        self.progress = progress
        self.retry_failed = retry_failed
        self.seconds: dict[int, dict[str, float]] = {}
        self.orphans: set[int] = set()
        self.versions = package_versions()

    def run(self) -> list[TrialRecord]:
        while not self.search.done:
            if os.getppid() != STARTED_BY:
                raise SearchError(
                    "what started this search is gone: it ends, finished trials are kept"
                )
            self._start_what_can_start()
            if not self.search.running and not self.search.done:
                break  # out of time
            for worker, job, outcome, failure in self.pool.wait(seconds=1):
                if failure is not None and failure.died and job.trial not in self.orphans:
                    self.orphans.add(job.trial)
                    self.progress.note(f"{job}: {failure.message}; it is tried once more")
                    self.pool.start(job)
                else:
                    self._finish(worker, job, outcome or _failed(failure), failure)
            self.progress.tick()
        records = self.search.in_order()
        self._tell_why_it_ended(records)
        best = incumbent(records)
        if best is None:
            raise SearchError(f"all {len(records)} trials have failed: {records[0].error}")
        self.store.keep_only_model_of(best, self.search.records)
        if not self.store.files.model(best.trial).exists():
            self._train_again(best)
        return records

    def _start_what_can_start(self) -> None:
        """Take the trials that are recorded, hand out others as long as a worker is idle."""
        while self.pool.idle and (trial := self.search.next_trial()) is not None:
            record = self.store.find(trial, self._fingerprint(trial))
            if record is not None and not (self.retry_failed and record.state == "failed"):
                self.search.finish(record)
                self.progress.known(self._best())
                continue
            if self.clock.out_of_time(self.search):
                return
            started = time.perf_counter()
            hyper_parameters = self.search.suggest(trial)
            self.seconds[trial] = {
                "start": time.time(),
                "suggest": time.perf_counter() - started,
            }
            self.search.start(trial, hyper_parameters)
            best = self._best()
            self.pool.start(
                self._job(
                    trial,
                    hyper_parameters,
                    save_from=ANY if best is None else best.accuracy,
                    thresholds=self.search.thresholds(trial),
                )
            )

    def _finish(self, worker: int, job: Job, outcome: Outcome, failure: Failure | None) -> None:
        timings = dict(outcome.timings)
        seconds = self.seconds.pop(job.trial)
        if "start" in timings:
            seconds["wait"] = timings.pop("start") - seconds["start"]
        else:  # nobody told of it: all the time that its worker was not free
            timings["train"] = time.time() - seconds["start"]
        record = TrialRecord(
            trial=job.trial,
            state=outcome.state,
            hyper_parameters=job.hyper_parameters,
            accuracy=outcome.accuracy,
            seed=job.seed,
            history=outcome.history,
            fingerprint=self._fingerprint(job.trial),
            timings={**seconds, **timings},
            worker=worker,
            versions=self.versions,
            error=outcome.error,
            traceback=failure.traceback if failure else None,
        )
        self.store.add(record)
        self.search.finish(record)
        best = self._best()
        self.store.keep_only_model_of(best, self.search.records)
        self.progress.finished(record, best)

    def _tell_why_it_ended(self, records: list[TrialRecord]) -> None:
        if not self.search.done:
            self.progress.note(
                f"max_hours ({self.study.max_hours:g}) are over after {len(records)} of "
                f"{self.study.n_calls} trials"
            )
        elif len(records) < self.study.n_calls:
            self.progress.note(
                f"trial {records[-1].trial} has reached the target accuracy "
                f"({self.study.target_accuracy:g}): the search ends with it"
            )

    def _train_again(self, best: TrialRecord) -> None:
        """Make the best trial's model once more: its file is gone, its record is not."""
        self.progress.note(f"the model of trial {best.trial}, the best one, is trained again")
        self.pool.start(self._job(best.trial, best.hyper_parameters, save_from=ANY))
        done = []
        while not done:
            done = self.pool.wait(seconds=1)
            self.progress.tick()
        [(_, job, outcome, failure)] = done
        if failure is not None:
            raise SearchError(f"{job} failed when its model was trained again: {failure.message}")
        if outcome.accuracy != best.accuracy:
            self.store.files.model(best.trial).unlink(missing_ok=True)
            raise SearchError(
                f"trial {best.trial} ({describe(best.hyper_parameters)}): found the accuracy "
                f"{outcome.accuracy} when its model was trained again, expected "
                f"{best.accuracy} as recorded; the record was made on another kind of machine. "
                f"Put {self.store.files.model(best.trial)} back, or move {self.store.trials} away "
                "to search afresh"
            )

    def _job(
        self,
        trial: int,
        hyper_parameters: HyperParameters,
        save_from: float,
        thresholds: Sequence[float] = (),
    ) -> Job:
        return Job(
            trial=trial,
            hyper_parameters=hyper_parameters,
            seed=self.study.seed_of("training", trial),
            log_dir=self.store.tensorboard / log_dir_name(trial, hyper_parameters),
            model_path=self.store.files.model(trial),
            save_from=save_from,
            thresholds=thresholds,
        )

    def _fingerprint(self, trial: int) -> dict[str, str]:
        seen = self.search.finished_before(trial) if looks_back(self.study, trial) else []
        given = self.search.suggest(trial) if self.study.optimizer == "manual" else None
        thresholds = self.search.thresholds(trial)
        return fingerprint(self.store.settings_digest, seen, thresholds, given)

    def _best(self) -> TrialRecord | None:
        return incumbent(self.search.in_order())


def _failed(failure: Failure) -> Outcome:
    return Outcome(accuracy=None, history={}, timings={}, state="failed", error=failure.message)
