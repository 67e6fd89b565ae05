"""What a finished study leaves behind: tables, the pickled result, the best model."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import skopt
from scipy.optimize import OptimizeResult
from skopt.utils import create_result
from threadpoolctl import threadpool_limits

from hpo.confirmation import Confirmations, choose_best, confirmation_table
from hpo.errors import SearchError
from hpo.files import atomic_path
from hpo.records import (
    TrialFiles,
    TrialRecord,
    ranked,
    read_record,
    write_record,
)
from hpo.space import dict_to_point
from hpo.study import Study
from hpo.suggest import objective_values
from hpo.surrogate import fit_surrogate, model_space, transformed
from hpo.tables import write_csv

REPAIR = "run snakemake with --forcerun run_search to put it right"


def trials_table(records: Sequence[TrialRecord]) -> pd.DataFrame:
    """Tabulate the trials, best first: rank, trial, state, accuracy, then the hyper-parameters.

    Complete trials come before pruned ones, and these before failed ones, which have no accuracy.
    """
    return pd.DataFrame(
        {
            "rank": rank,
            "trial": record.trial,
            "state": record.state,
            "accuracy": record.accuracy,
            **record.hyper_parameters,
        }
        for rank, record in enumerate(ranked(records), start=1)
    )


def timings_table(records: Sequence[TrialRecord]) -> pd.DataFrame:
    """Tabulate, by trial, the worker, the start and the seconds of each phase.

    The columns: trial, worker, start (UTC), then in seconds suggest (choosing the
    hyper-parameters), wait (for the worker: at its first trial it imports TensorFlow), build,
    train, save. Phases that a failed trial did not get to are empty.
    """
    table = pd.DataFrame(
        ({"trial": record.trial, "worker": record.worker, **record.timings} for record in records),
        columns=["trial", "worker", "start", "suggest", "wait", "build", "train", "save"],
    )
    start = pd.to_datetime(table["start"], unit="s", utc=True)
    return table.assign(start=start.dt.strftime("%Y-%m-%dT%H:%M:%S.%fZ"))


def learning_curves_table(records: Sequence[TrialRecord]) -> pd.DataFrame:
    """Tabulate, by trial and epoch (from 1), accuracy and loss on training and validation images.

    A trial that failed before its first epoch ended has no row; a loss that was not finite is
    empty.
    """
    measures = ("accuracy", "loss", "val_accuracy", "val_loss")
    rows = [
        {"trial": record.trial, "epoch": epoch + 1}
        | {measure: record.history[measure][epoch] for measure in measures}
        for record in records
        for epoch in range(record.epochs)
    ]
    return pd.DataFrame(rows, columns=["trial", "epoch", *measures])


def optimize_result(study: Study, records: Sequence[TrialRecord]) -> OptimizeResult:
    """Put the trials in the form that scikit-optimize's own functions take.

    Its objective value `fun` is the negative accuracy. `models` holds a surrogate of the study's
    kind (for a study without one: a Gaussian process) fitted to the accuracies of all trials, where
    `suggest` clips the bad ones. `states` tells which trials are complete, pruned or failed; a
    failed one has the value of the worst of the others. There is no function inside.
    """
    points = [record.hyper_parameters for record in records]
    values = objective_values(records)
    space = model_space(study.dimensions())
    with threadpool_limits(limits=1):
        model = fit_surrogate(
            study.surrogate, space, transformed(space, points), values, study.seed_of("result")
        )
    result = create_result(
        [dict_to_point(study.dimensions(), point) for point in points],
        values,
        space=space,
        specs={"args": {**study.identity(), "n_calls": study.n_calls}, "function": "tune"},
        models=[model],
    )
    result.fun = float(result.fun)
    result.states = [record.state for record in records]
    return result


def write_result(result: OptimizeResult, path: str | Path) -> None:
    """Pickle a result atomically, for `skopt.load`."""
    with atomic_path(path) as temporary:
        skopt.dump(result, temporary, store_objective=False)


def manifest(records: Sequence[TrialRecord], confirmations: Confirmations) -> dict:
    """Say which records make up a study: their fingerprints.

    Those of the trials, in order, and by trial those of its confirmations, by the new seed.
    """
    again = {str(trial): _fingerprints(records) for trial, records in confirmations.items()}
    return {"trials": _fingerprints(records), "confirmations": again}


def collect(
    study: Study,
    search: Mapping,
    folder: str | Path,
    *,
    trials: str | Path,
    timings: str | Path,
    learning_curves: str | Path,
    result: str | Path,
    best_trial: str | Path,
    best_model: str | Path,
) -> None:
    """Make the results of a study from its trial records.

    Parameters
    ----------
    study
        Its settings.
    search
        The manifest of the search.
    folder
        results/<study>, with the records and the best trial's model.
    trials, timings, learning_curves, result, best_trial, best_model
        The files to write: three tables, scikit-optimize's result, a record and a model.

    Raises
    ------
    SearchError
        The records, or the model, are not those of the manifest.
    """
    files = TrialFiles(folder)
    records = read_records(files, search)
    best = choose_best(records, _read_confirmations(files, search))
    model = files.model(best.trial)
    if not model.exists():
        raise SearchError(f"{model}: found no such file, expected the best model; {REPAIR}")
    write_csv(trials_table(records), trials)
    write_csv(timings_table(records), timings)
    write_csv(learning_curves_table(records), learning_curves)
    write_result(optimize_result(study, records), result)
    write_record(best_trial, best)
    with atomic_path(best_model) as temporary:
        shutil.copyfile(model, temporary)


def collect_confirmations(search: Mapping, folder: str | Path, table: str | Path) -> None:
    """Tabulate the trials of a study that were trained again.

    Parameters
    ----------
    search
        The manifest of the search.
    folder
        results/<study>
    table
        The file to write.

    Raises
    ------
    SearchError
        The records are not those of the manifest.
    """
    files = TrialFiles(folder)
    records, confirmations = read_records(files, search), _read_confirmations(files, search)
    write_csv(confirmation_table(records, confirmations), table)


def read_records(files: TrialFiles, search: Mapping) -> list[TrialRecord]:
    """Read the trials of a manifest, by number (SearchError: they are others)."""
    return [
        _read_record(files.record(trial), fingerprint)
        for trial, fingerprint in enumerate(search["trials"])
    ]


def _read_confirmations(files: TrialFiles, search: Mapping) -> Confirmations:
    return {
        int(trial): [
            _read_record(files.of_new_seed(number).record(int(trial)), fingerprint)
            for number, fingerprint in enumerate(fingerprints)
        ]
        for trial, fingerprints in search["confirmations"].items()
    }


def _read_record(path: Path, fingerprint: Mapping[str, str]) -> TrialRecord:
    try:
        record = read_record(path)
    except (OSError, ValueError) as error:
        raise SearchError(f"{path}: {error}; {REPAIR}") from error
    if record.fingerprint != fingerprint:
        raise SearchError(
            f"{path}: found a trial made under other settings or after other trials, "
            f"expected the one that the search ended with; {REPAIR}"
        )
    return record


def _fingerprints(records: Sequence[TrialRecord]) -> list[dict[str, str]]:
    return [dict(record.fingerprint) for record in records]
