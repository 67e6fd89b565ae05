"""Tune the network: a search whose trials are trained by worker processes and kept on disk."""

import os
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

from hpo.errors import SearchError
from hpo.fingerprint import code_digests, fingerprint, package_versions
from hpo.progress import Progress
from hpo.records import TrialRecord, incumbent
from hpo.search import Search
from hpo.space import HyperParameters
from hpo.store import TrialStore
from hpo.study import Study
from hpo.suggest import looks_back
from hpo.trial import Job, Outcome, describe, log_dir_name
from hpo.workers import WorkerPool

STARTED_BY = os.getppid()
"""The process, Snakemake, without which a search shall not go on."""


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

    Returns
    -------
    list of TrialRecord
        In the order of their numbers.

    Raises
    ------
    SearchError
        Another search is at work in the folder, a training failed or a worker died. What is
        finished stays, and the next run goes on from there.
    """
    workers = min(workers, study.window)  # more could never have anything to do
    pool = WorkerPool(workers, make_trainer)
    progress = Progress(terminal, Path(folder).name, study.n_calls, workers)
    store = TrialStore(folder, settings, note=progress.note)
    with store.locked(), pool, progress:
        store.tidy()
        return _Tuning(study, store, pool, progress).run()


class _Tuning:
    """One run of a search: the search itself, its folder, its workers and its display."""

    def __init__(self, study: Study, store: TrialStore, pool: WorkerPool, progress: Progress):
        self.study = study
        self.search = Search(study)
        self.store = store
        self.pool = pool
        self.progress = progress
        self.seconds: dict[int, dict[str, float]] = {}
        self.versions = package_versions()

    def run(self) -> list[TrialRecord]:
        while not self.search.done:
            if os.getppid() != STARTED_BY:
                raise SearchError(
                    "what started this search is gone: it ends, finished trials are kept"
                )
            self._start_what_can_start()
            for worker, job, outcome in self.pool.wait(seconds=1):
                self._finish(worker, job, outcome)
            self.progress.tick()
        best = incumbent(self.search.in_order())
        self.store.keep_only_model_of(best, self.search.records)
        if not self.store.files.model(best.trial).exists():
            self._train_again(best)
        return self.search.in_order()

    def _start_what_can_start(self) -> None:
        """Take the trials that are recorded, hand out others as long as a worker is idle."""
        while self.pool.idle and (trial := self.search.next_trial()) is not None:
            record = self.store.find(trial, self._fingerprint(trial))
            if record is not None:
                self.search.finish(record)
                self.progress.known(self._best())
                continue
            started = time.perf_counter()
            hyper_parameters = self.search.suggest(trial)
            self.seconds[trial] = {
                "start": time.time(),
                "suggest": time.perf_counter() - started,
            }
            self.search.start(trial, hyper_parameters)
            self.pool.start(self._job(trial, hyper_parameters, save_from=self._best_accuracy()))

    def _finish(self, worker: int, job: Job, outcome: Outcome) -> None:
        timings = dict(outcome.timings)
        seconds = self.seconds.pop(job.trial)
        record = TrialRecord(
            trial=job.trial,
            state="complete",
            hyper_parameters=job.hyper_parameters,
            accuracy=outcome.accuracy,
            seed=job.seed,
            history=outcome.history,
            fingerprint=self._fingerprint(job.trial),
            timings={**seconds, "wait": timings.pop("start") - seconds["start"], **timings},
            worker=worker,
            versions=self.versions,
        )
        self.store.add(record)
        self.search.finish(record)
        best = self._best()
        self.store.keep_only_model_of(best, self.search.records)
        self.progress.finished(record, best)

    def _train_again(self, best: TrialRecord) -> None:
        """Make the best trial's model once more: its file is gone, its record is not."""
        self.progress.note(f"the model of trial {best.trial}, the best one, is trained again")
        self.pool.start(self._job(best.trial, best.hyper_parameters, save_from=-1.0))
        done = []
        while not done:
            done = self.pool.wait(seconds=1)
            self.progress.tick()
        [(_, _, outcome)] = done
        if outcome.accuracy != best.accuracy:
            self.store.files.model(best.trial).unlink()
            raise SearchError(
                f"trial {best.trial} ({describe(best.hyper_parameters)}): found the accuracy "
                f"{outcome.accuracy} when its model was trained again, expected "
                f"{best.accuracy} as recorded; the record was made on another kind of machine. "
                f"Put {self.store.files.model(best.trial)} back, or move {self.store.trials} away "
                "to search afresh"
            )

    def _job(self, trial: int, hyper_parameters: HyperParameters, save_from: float) -> Job:
        return Job(
            trial=trial,
            hyper_parameters=hyper_parameters,
            seed=self.study.seed_of("training", trial),
            log_dir=self.store.tensorboard / log_dir_name(trial, hyper_parameters),
            model_path=self.store.files.model(trial),
            save_from=save_from,
        )

    def _fingerprint(self, trial: int) -> dict[str, str]:
        seen = self.search.finished_before(trial) if looks_back(self.study, trial) else []
        return fingerprint(self.store.settings_digest, seen)

    def _best(self) -> TrialRecord:
        return incumbent(self.search.in_order())

    def _best_accuracy(self) -> float:
        return self._best().accuracy if self.search.records else -1.0
