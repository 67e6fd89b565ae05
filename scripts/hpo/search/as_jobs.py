"""A search in jobs: each suggestion and each trial is a job of its own.

The jobs pass small files to each other. The trial records are the same as those of
`hpo.search.in_process`, which runs last: it takes the records that are there, and makes those that
are missing.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from hpo.common.errors import SearchError
from hpo.common.files import read_json, read_sealed, write_json
from hpo.common.locks import locked
from hpo.search.make_job import ANY, expected_fingerprint, make_job
from hpo.search.rehearsal import rehearse
from hpo.search.retries import gives_up, is_wanted_again, killed_by_the_machine
from hpo.search.setup import Setup
from hpo.search.status.status_file import StatusFile
from hpo.search.trial_runner import TrialRunner
from hpo.search.worker_pool import WorkerPool
from hpo.suggest.window import Search
from hpo.trials.ranking import incumbent
from hpo.trials.record import TrialRecord, read_record
from hpo.trials.store import TrialStore
from hpo.trials.trial_files import TrialFiles


def suggest_trial(setup: Setup, trial: int, folder: str | Path) -> dict[str, Any]:
    """Choose the hyper-parameters of a trial from the records and suggestions before it.

    Parameters
    ----------
    setup
        The study, and what decides its trials.
    trial
        Its number. The trials that its suggestion sees are finished, and the others before it are
        suggested.
    folder
        results/<study>

    Returns
    -------
    dict
        `trial`; `hyper_parameters`, None if an earlier trial has reached the target; `thresholds`;
        `fingerprint`.

    Raises
    ------
    SearchError
        A record or a suggestion has changed, or the first trials have all failed.
    """
    search = Search(setup.study)
    files = TrialFiles(folder)
    n_visible = setup.study.n_visible(trial)
    for number in range(n_visible):
        if number < search.n_trials:
            expected = expected_fingerprint(search, setup.settings, number)
            search.finish(_read_trial(files.record(number), expected))
    if search.n_trials <= trial:
        return {"trial": trial, "hyper_parameters": None}
    for number in range(n_visible, trial):
        search.start(number, read_suggestion(suggestion_file(folder, number))["hyper_parameters"])
    return {
        "trial": trial,
        "hyper_parameters": search.suggest(trial),
        "thresholds": search.thresholds(trial),
        "fingerprint": expected_fingerprint(search, setup.settings, trial),
    }


def suggestion_file(folder: str | Path, trial: int) -> Path:
    """Return the path of what `suggest_trial` chose for a trial."""
    return Path(folder) / "jobs" / f"{trial:04d}.suggestion.json"


def read_suggestion(path: str | Path) -> dict[str, Any]:
    """Read what `suggest_trial` chose; it was written with its digest.

    Raises
    ------
    SearchError
        The file is not there as it was written.
    """
    try:
        return read_sealed(path)
    except (OSError, ValueError) as error:
        raise SearchError(
            f"{path}: {error}; delete it and run snakemake again, to have it made anew"
        ) from error


def train_trial(
    setup: Setup,
    suggestion: Mapping[str, Any],
    folder: str | Path,
    note: Callable[[str], None],
    n_calls: int,
    retry_failed: bool = False,
) -> dict[str, Any]:
    """Train a suggested trial, unless there is a record of it.

    Parameters
    ----------
    setup
        The study, and how its trials are carried out.
    suggestion
        The result of `suggest_trial`.
    folder
        results/<study>
    note
        Called with each message for the user.
    n_calls
        Number of trials of the study, for the status page: `setup` ends with this trial.
    retry_failed
        Whether a trial that is recorded as failed is tried again.

    Returns
    -------
    dict
        `trial`, and the `state`, `value` and `fingerprint` of its record, None if the search had
        ended before it.

    Raises
    ------
    SearchError
        What decides the trial has changed since it was suggested, or no trial can be trained.
    """
    trial = suggestion["trial"]
    if suggestion["hyper_parameters"] is None:
        return {"trial": trial, "state": None, "value": None, "fingerprint": None}
    setup.check_decides(trial, suggestion["fingerprint"])
    store = setup.store(folder, note)
    with store.trial_locked(trial):
        store.tidy_trial(trial)
        record = store.find(trial, suggestion["fingerprint"], suggestion["hyper_parameters"])
        if record is None or is_wanted_again(record, retry_failed):
            record = _train(setup, suggestion, store, note)
    _show_status(store, n_calls, note)
    return {
        "trial": trial,
        "state": record.state,
        "value": record.value,
        "fingerprint": record.fingerprint,
    }


def _train(
    setup: Setup,
    suggestion: Mapping[str, Any],
    store: TrialStore,
    note: Callable[[str], None],
) -> TrialRecord:
    study, trial = setup.study, suggestion["trial"]
    if next(_records_there(store), None) is None:
        rehearse(setup, store.folder / "jobs" / f"{trial:04d}.rehearsal")
    job = make_job(
        store,
        trial,
        suggestion["hyper_parameters"],
        seed=study.training_seed(trial),
        save_up_to=_lowest_cost(store),
        thresholds=suggestion["thresholds"],
    )
    kills = store.folder / "jobs" / f"{trial:04d}.killed"
    with _counted(kills) as n_killed:
        if gives_up(0, n_killed):
            record = TrialRecord(
                trial=trial,
                state="failed",
                hyper_parameters=job.hyper_parameters,
                metric=study.objective.metric,
                value=None,
                seed=job.seed,
                fingerprint=suggestion["fingerprint"],
                error=killed_by_the_machine(n_killed),
            )
            store.add(record)
            return record
        with WorkerPool(1, setup.make_trainer, study.trial_timeout) as pool:
            runner = TrialRunner(pool, setup, note)
            runner.start(job, suggestion["fingerprint"], store)
            while not (records := runner.wait()):
                pass
        return records[0]


@contextlib.contextmanager
def _counted(path: Path) -> Iterator[int]:
    """Count how often the block was killed; yield the number of times before.

    An exception, such as that of Ctrl-C, does not count as a kill.
    """
    n_killed = read_json(path) if path.exists() else 0
    write_json(path, n_killed + 1)
    try:
        yield n_killed
    except BaseException:
        write_json(path, n_killed)
        raise
    path.unlink()


def _show_status(store: TrialStore, n_calls: int, note: Callable[[str], None]) -> None:
    """Write the status page from the records that are there, one job at a time."""
    with contextlib.suppress(SearchError), locked(store.trials / ".status.lock", patience=1):
        records = [record for record in _records_there(store) if record.trial < n_calls]
        StatusFile(store.folder, store.study.objective, n_calls, note).show(records)


def _lowest_cost(store: TrialStore) -> float:
    """Look up the lowest cost so far: a model above it is not needed.

    Trials that finish at the same moment may not see each other: then one more model is saved.
    """
    objective = store.study.objective
    best = incumbent(objective, _records_there(store))
    return ANY if best is None else objective.cost(best.value)


def _records_there(store: TrialStore) -> Iterator[TrialRecord]:
    """Read the records of this search that are there, by number."""
    for path in sorted(store.trials.glob("*.json")):
        with contextlib.suppress(OSError, ValueError):
            record = read_record(path)
            if record.fingerprint.get("settings") == store.settings_digest:
                yield record


def _read_trial(path: Path, expected: Mapping[str, str]) -> TrialRecord:
    try:
        record = read_record(path)
    except (OSError, ValueError) as error:
        problem = str(error)
    else:
        if record.fingerprint == expected:
            return record
        problem = (
            "found a record of another trial, expected the one that was trained for this search"
        )
    raise SearchError(f"{path}: {problem}; run snakemake with --forcerun run_trial to put it right")
