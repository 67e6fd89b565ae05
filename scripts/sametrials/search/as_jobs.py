"""A search in jobs: each suggestion and each trial is a job of its own.

The jobs pass small files to each other. The trial records are the same as those of
`sametrials.search.in_process`, which runs last: it takes the records that are there, and makes
those that are missing.
"""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sametrials.common.errors import SearchError
from sametrials.common.files import read_json, read_sealed, write_json
from sametrials.common.locks import Check, locked
from sametrials.search.make_job import ANY, expected_fingerprint, make_job
from sametrials.search.rehearsal import rehearse
from sametrials.search.retries import gives_up, is_wanted_again, killed_by_the_machine
from sametrials.search.setup import Setup
from sametrials.search.status.status_file import StatusFile
from sametrials.search.trial_runner import TrialRunner
from sametrials.search.worker_pool import WorkerPool
from sametrials.suggest.window import Search
from sametrials.trials.fingerprint import INSTRUCTIONS, instructions_here
from sametrials.trials.ranking import incumbent
from sametrials.trials.record import TrialRecord, read_record
from sametrials.trials.store import TrialStore
from sametrials.trials.trial_files import TrialFiles


def suggest_trial(setup: Setup, trial: int, folder: str | Path) -> dict[str, Any]:
    """Choose the hyper-parameters of a trial from the answers of the jobs before it.

    Parameters
    ----------
    setup
        The study, and what decides its trials.
    trial
        Its number.
    folder
        results/<study>

    Returns
    -------
    dict
        `trial`; `hyper_parameters`, None if an earlier trial has ended the search; `thresholds`;
        `fingerprint`; `parts` (`sametrials.search.setup.Setup.parts`).

    Raises
    ------
    SearchError
        An answer or a record is missing or has changed, or the first trials have all failed.
    """
    files, search = TrialFiles(folder), Search(setup.study)
    n_visible = setup.study.n_visible(trial)
    for number in range(n_visible):
        if number < search.n_trials:
            search.finish(_read_trial(files, number))
    if search.n_trials <= trial:
        return {"trial": trial, "hyper_parameters": None}
    for number in range(n_visible, trial):
        suggestion = _read_answer(files.suggestion(number), number)
        search.start(number, suggestion["hyper_parameters"])
    return {
        "trial": trial,
        "hyper_parameters": search.suggest(trial),
        "thresholds": search.thresholds(trial),
        "fingerprint": expected_fingerprint(search, setup.settings, trial),
        "parts": dict(setup.parts),
    }


def train_trial(
    setup: Setup,
    trial: int,
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
    trial
        Its number; the answer of `suggest_trial` lies in the folder.
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
        What decides the trial has changed since it was suggested, the suggestion cannot be read, or
        the folder was deleted.
    """
    store = setup.store(folder, note)
    suggestion = _read_answer(store.files.suggestion(trial), trial)
    if suggestion["hyper_parameters"] is None:
        return {"trial": trial, "state": None, "value": None, "fingerprint": None}
    _check_that_nothing_changed(setup, suggestion)
    suggestion["fingerprint"][INSTRUCTIONS] = instructions_here()  # differ if processors are mixed
    with store.trial_locked(trial) as check_lock:
        store.tidy_trial(trial)
        record = store.find(trial, suggestion["fingerprint"], suggestion["hyper_parameters"])
        if record is None or is_wanted_again(record, retry_failed):
            record = _train(setup, suggestion, store, note, check_lock)
    _show_status(store, n_calls, note)
    return {
        "trial": trial,
        "state": record.state,
        "value": record.value,
        "fingerprint": record.fingerprint,
    }


def _check_that_nothing_changed(setup: Setup, suggestion: Mapping[str, Any]) -> None:
    """Refuse to train for a suggestion what it was not made for."""
    fingerprint, here = suggestion["fingerprint"], instructions_here()
    if fingerprint["settings"] != setup.settings:
        then, now = suggestion["parts"], setup.parts
        changed = [name for name in {**then, **now} if then.get(name) != now.get(name)]
        raise SearchError(
            f"trial {suggestion['trial']}: found other {', '.join(changed)} than when it was "
            "suggested, expected the same; run again: the trials are suggested anew, and all "
            "records are kept"
        )
    if fingerprint[INSTRUCTIONS] != here and not setup.mixes_processors:
        raise SearchError(
            f"trial {suggestion['trial']}: found instructions of the processor {here}, expected "
            f"those of where it was suggested, {fingerprint[INSTRUCTIONS]}; with instructions: "
            "avx2 in config.yaml all machines compute the same; --config mix_processors=true uses "
            "what each has"
        )


def _train(
    setup: Setup,
    suggestion: Mapping[str, Any],
    store: TrialStore,
    note: Callable[[str], None],
    check_lock: Check,
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
    with _counted(store.files.n_kills(trial)) as n_kills:
        if gives_up(n_deaths=0, n_kills=n_kills):
            record = TrialRecord(
                trial=trial,
                state="failed",
                hyper_parameters=job.hyper_parameters,
                metric=study.objective.metric,
                value=None,
                seed=job.seed,
                fingerprint=suggestion["fingerprint"],
                error=killed_by_the_machine(n_kills),
            )
            note(f"{job}: {record.error}")
            store.add(record)
            return record
        if n_kills:
            note(f"{job}: its job was killed {n_kills} times by the machine; it is tried again")
        with WorkerPool(1, setup.make_trainer, study.trial_timeout) as pool:
            runner = TrialRunner(pool, setup, note, check_lock)
            runner.start(job, suggestion["fingerprint"], store)
            while not (records := runner.wait()):
                pass
        return records[0]


@contextlib.contextmanager
def _counted(path: Path) -> Iterator[int]:
    """Count how often the block was killed; yield the number of times before.

    An exception, such as that of Ctrl-C, does not count as a kill.
    """
    n_kills = read_json(path) if path.exists() else 0
    write_json(path, n_kills + 1)
    try:
        yield n_kills
    except BaseException:
        write_json(path, n_kills)
        raise
    path.unlink(missing_ok=True)


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


def _read_trial(files: TrialFiles, trial: int) -> TrialRecord:
    """Read the record of a trial, which must be the one that its job has told of."""
    finished = _read_answer(files.finished(trial), trial)
    path = files.record(trial)
    try:
        record = read_record(path)
    except FileNotFoundError:
        problem = "found no file, expected the record of a finished trial"
    except (OSError, ValueError) as error:
        problem = str(error)
    else:
        if record.fingerprint == finished["fingerprint"]:
            return record
        problem = (
            "found a record of another trial, expected the one that was trained for this search"
        )
    raise SearchError(f"{path}: {problem}; {_made_again(files.finished(trial))}")


def _read_answer(path: Path, trial: int) -> dict[str, Any]:
    """Read the answer of a job, which must be the one that was written for this trial."""
    try:
        answer = read_sealed(path)
    except FileNotFoundError:
        problem = "found no file, expected the answer of a job"
    except (OSError, ValueError) as error:
        problem = str(error)
    else:
        if answer["trial"] == trial:
            return answer
        problem = f"found the answer for trial {answer['trial']}, expected that for trial {trial}"
    raise SearchError(f"{path}: {problem}; {_made_again(path)}")


def _made_again(answer: Path) -> str:
    return f"run snakemake with --forcerun {answer} to make it again, which loses no record"
