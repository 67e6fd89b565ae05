"""A search in one process, which has worker processes train the trials; it is kept on disk."""

import time
from collections import deque
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO

from sametrials.common.errors import SearchError
from sametrials.search.clock import Clock
from sametrials.search.make_job import ANY, NONE, expected_fingerprint, make_job
from sametrials.search.progress import Progress
from sametrials.search.rehearsal import rehearse
from sametrials.search.retries import is_wanted_again
from sametrials.search.setup import Setup
from sametrials.search.status.status_file import StatusFile
from sametrials.search.trial_runner import TrialRunner
from sametrials.search.worker_pool import WorkerPool
from sametrials.study.phases import NEW_SEEDS, has_stalled, most_processes
from sametrials.suggest.window import Search
from sametrials.trials.fingerprint import NO_HISTORY, fingerprint
from sametrials.trials.job import describe
from sametrials.trials.ranking import Confirmations, choose_best
from sametrials.trials.record import TrialRecord
from sametrials.trials.store import TrialStore

STATUS_SHARE = 0.1
"""Most of the time that goes into the status page: its cost grows with the number of trials."""

REHEARSAL = ".rehearsal"
"""Folder for what is tried in small before the first trial."""


class FinishedSearch(NamedTuple):
    """A finished search.

    Attributes
    ----------
    records
        In the order of their numbers: all trials, or those until one ended the search or the time
        was up.
    confirmations
        The records of the best trials under new seeds.
    """

    records: list[TrialRecord]
    confirmations: Confirmations


def run_search(
    setup: Setup,
    *,
    folder: str | Path,
    workers: int,
    terminal: TextIO,
    retry_failed: bool = False,
) -> FinishedSearch:
    """Run a study to its end, from the records that are there.

    Afterwards the folder holds the records of all trials and the model of the best one, if the task
    saves any.

    Parameters
    ----------
    setup
        The study, what decides its trials and what trains them.
    folder
        results/<study>
    workers
        Number of worker processes. It changes how long the search takes, and nothing else.
    terminal
        Where progress is shown.
    retry_failed
        Whether trials that are recorded as failed are tried again, each once.

    Raises
    ------
    SearchError
        Another search is at work in the folder, or no trial succeeds. Finished trials are kept, and
        the next run goes on from there.
    """
    study = setup.study
    workers = min(workers, most_processes(vars(study)))
    pool = WorkerPool(workers, setup.make_trainer, study.trial_timeout)
    progress = Progress(terminal, Path(folder).name, study, workers)
    store = setup.store(folder, progress.note)
    status = StatusFile(folder, study.objective, study.n_calls, progress.note)
    with store.locked() as check_lock, progress, status:
        store.tidy()
        with pool:
            runner = TrialRunner(pool, setup, progress.note, check_lock)
            return _Run(setup, store, runner, progress, status, retry_failed).run()


class _Run:
    """One run of a search: the search itself, its folder, its workers and its displays."""

    def __init__(
        self,
        setup: Setup,
        store: TrialStore,
        runner: TrialRunner,
        progress: Progress,
        status: StatusFile,
        retry_failed: bool,
    ):
        self.setup = setup
        self.study = setup.study
        self.objective = self.study.objective
        self.search = Search(self.study)
        self.clock = Clock(self.study)
        self.store = store
        self.runner = runner
        self.progress = progress
        self.status = status
        self.retry_failed = retry_failed
        self.told_where_to_watch = False
        self.next_status = 0.0
        """When the status page may be written again, on the monotonic clock."""
        self.with_models: dict[int, TrialRecord] = {}
        """The finished trials whose models may be there."""

    def run(self) -> FinishedSearch:
        try:
            self._run_trials()
        except BaseException:  # the page of a search that was stopped misses no trial
            self.status.show(self.search.in_order())
            raise
        self.runner.abandon()  # trials that ran while an earlier one ended the search
        self._check_that_no_record_is_gone()
        self.store.clear_unfinished()
        records = self.search.in_order()
        why = self._tell_why_it_ended(records)
        self.status.show(records, remark=why)
        if self._best() is None:
            raise SearchError(f"all {len(records)} trials have failed: {records[0].error}")
        confirmations = self._confirm(self.search.best(self.study.confirm))
        best = choose_best(self.objective, records, confirmations)
        self._keep_only_models_of([best])
        if self.setup.saves_models and not self.store.has_model(best.trial):
            self._remake_model_of(best)
        self.status.show(records, mood="ended", remark=why)
        return FinishedSearch(records, confirmations)

    def _run_trials(self) -> None:
        while not self.search.done:
            self._start_what_can_start()
            if not self.search.running:
                break  # all were recorded, or it is out of time
            self._show_status()
            for record in self._wait():
                self._finish(record)
                self._keep_only_models_of(self._best_few())
                self.progress.finished(record, self._best())

    def _show_status(self) -> None:
        """Write the status page, unless that would take more than its share of the time."""
        started = time.monotonic()
        if started >= self.next_status:
            self.status.show(self.search.in_order(), self.search.running)
            now = time.monotonic()
            self.next_status = now + (now - started) / STATUS_SHARE

    def _start_what_can_start(self) -> None:
        """Take the trials that are recorded; start others as long as a worker is idle."""
        while self.runner.idle and (trial := self.search.next_trial()) is not None:
            expected = expected_fingerprint(self.search, self.store.settings_digest, trial)
            record = self._recorded(self.store, trial, expected)
            if record is not None:
                self._finish(record)
                self.progress.known(self._best())
                continue
            if self.clock.out_of_time(self.search):
                return
            if not self.search.records and not self.search.running:
                rehearse(self.setup, self.store.folder / REHEARSAL)
            started = time.perf_counter()
            hyper_parameters = self.search.suggest(trial)
            seconds = time.perf_counter() - started
            self._tell_where_to_watch()
            self.search.start(trial, hyper_parameters)
            job = make_job(
                self.store,
                trial,
                hyper_parameters,
                seed=self.study.training_seed(trial),
                save_up_to=self._cost_worth_saving(),
                thresholds=self.search.thresholds(trial),
            )
            self.runner.start(job, expected, self.store, suggest=seconds)

    def _check_that_no_record_is_gone(self) -> None:
        for record in self.search.in_order():
            path = self.store.files.record(record.trial)
            if not path.exists():
                raise SearchError(
                    f"{path}: found it deleted while the search was at work, expected the record "
                    "of a finished trial; run again: that trial is trained again, all others are "
                    "kept"
                )

    def _tell_where_to_watch(self) -> None:
        """Name the status page when the first trial is trained: a finished search needs none."""
        if not self.told_where_to_watch:
            self.progress.note(f"watch it in {self.status.path}")
        self.told_where_to_watch = True

    def _tell_why_it_ended(self, records: list[TrialRecord]) -> str:
        """Note why there are fewer trials than `n_calls`; return the reason, empty if none."""
        why = self._why_it_ended(records)
        if why:
            self.progress.note(why)
        return why

    def _why_it_ended(self, records: list[TrialRecord]) -> str:
        if not self.search.done:
            return (
                f"the time limit, max_hours ({self.study.max_hours:g}), is reached after "
                f"{len(records)} of {self.study.n_calls} trials"
            )
        if len(records) == self.study.n_calls:
            return ""
        last, best = records[-1].trial, self._best()
        if best is not None and has_stalled(vars(self.study), last, best.trial):
            n_trials = self.study.stop_after["no_improvement"]
            return (
                f"trial {last} is the last of {n_trials} in a row that brought nothing better than "
                f"trial {best.trial} (stop_after): the search ends with it"
            )
        return (
            f"trial {last} has reached the target "
            f"({self.objective.label} {self.study.target:g}): the search ends with it"
        )

    def _confirm(self, trials: Sequence[TrialRecord]) -> Confirmations:
        """Train trials again under new seeds, except those that are recorded."""
        stores = [self._store_of_new_seed(number) for number in range(NEW_SEEDS) if trials]
        waiting = deque(
            (number, trial)
            for trial in trials
            for number, store in enumerate(stores)
            if self._recorded(store, trial.trial, self._fingerprint_under_new_seed(trial)) is None
        )
        left = len(waiting)
        while left:
            remark = f"{left} more trainings under new seeds to confirm the best"
            self.status.show(self.search.in_order(), remark=remark)
            while waiting and self.runner.idle:
                number, trial = waiting.popleft()
                seed = self.study.training_seed(trial.trial, new=number + 1)
                job = make_job(stores[number], trial.trial, trial.hyper_parameters, seed, NONE)
                self.runner.start(job, self._fingerprint_under_new_seed(trial), stores[number])
            for record in self._wait():
                left -= 1
                self.progress.confirmed(record, left)
        return {
            trial.trial: [
                store.find(trial.trial, self._fingerprint_under_new_seed(trial)) for store in stores
            ]
            for trial in trials
        }

    def _store_of_new_seed(self, number: int) -> TrialStore:
        folder = self.store.files.of_new_seed(number).folder
        store = self.setup.store(folder, self.progress.note, new_seed=number + 1)
        store.tidy()
        return store

    def _remake_model_of(self, best: TrialRecord) -> None:
        """Train the best trial again for its model: the file is missing, the record is there."""
        self.progress.note(f"the model of trial {best.trial}, the best one, is trained again")
        model = self.store.files.model(best.trial)
        job = make_job(self.store, best.trial, best.hyper_parameters, best.seed, ANY)
        self.runner.start(job, best.fingerprint)
        done = []
        while not done:
            done = self._wait()
        [record] = done
        self.store.complete_log(best)  # the training has replaced the log
        self.store.note_model(best.trial)
        if record.state == "failed":
            raise SearchError(f"{job} failed when its model was trained again: {record.error}")
        if record.value != best.value:
            model.unlink(missing_ok=True)
            raise SearchError(
                f"trial {best.trial} ({describe(best.hyper_parameters)}): found "
                f"{record.value} as {best.metric} when its model was trained again, expected "
                f"{best.value} as recorded; the record was made on another kind of machine. "
                f"Put {model} back, or move {self.store.trials} away to search afresh"
            )

    def _recorded(
        self, store: TrialStore, trial: int, expected: Mapping[str, str]
    ) -> TrialRecord | None:
        record = store.find(trial, expected)
        if record is not None and is_wanted_again(record, self.retry_failed):
            return None
        return record

    def _wait(self) -> list[TrialRecord]:
        finished = self.runner.wait()
        self.progress.tick()
        return finished

    def _fingerprint_under_new_seed(self, trial: TrialRecord) -> dict[str, str]:
        return fingerprint(self.store.settings_digest, NO_HISTORY, [], trial.hyper_parameters)

    def _finish(self, record: TrialRecord) -> None:
        self.search.finish(record)
        self.with_models[record.trial] = record

    def _keep_only_models_of(self, kept: Sequence[TrialRecord]) -> None:
        self.store.keep_only_models_of(kept, self.with_models)
        self.with_models = {record.trial: record for record in kept}

    def _best(self) -> TrialRecord | None:
        return next(iter(self.search.best(1)), None)

    def _best_few(self) -> list[TrialRecord]:
        """List the trials that may still be the best in the end."""
        return self.search.best(max(1, self.study.confirm))

    def _cost_worth_saving(self) -> float:
        """Return the highest cost at which a trial's model may be needed."""
        best_few = self._best_few()
        enough = len(best_few) >= max(1, self.study.confirm)
        return self.objective.cost(best_few[-1].value) if enough else ANY
