"""Write the results of a finished study: tables, scikit-optimize's result, the best model."""

import shutil
from collections.abc import Mapping
from pathlib import Path

from sametrials.common.csv_tables import write_csv
from sametrials.common.files import atomic_path
from sametrials.results.confirmation_table import confirmation_table
from sametrials.results.optimize_result import optimize_result, write_result
from sametrials.results.trial_tables import learning_curves_table, timings_table, trials_table
from sametrials.study.objective import Objective
from sametrials.study.settings import Study
from sametrials.trials.manifest import REPAIR, read_confirmations, read_records
from sametrials.trials.model_digest import check_model
from sametrials.trials.ranking import choose_best
from sametrials.trials.record import write_record
from sametrials.trials.trial_files import TrialFiles


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
    best_model: str | Path | None = None,
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
        The files to write: three tables, scikit-optimize's result, a record and, if the task saves
        any, a model.

    Raises
    ------
    SearchError
        The records, or the model, are not those of the manifest.
    """
    files = TrialFiles(folder)
    records = read_records(files, search)
    objective = study.objective
    best = choose_best(objective, records, read_confirmations(files, search))
    write_csv(trials_table(objective, records, study.shown_space), trials)
    write_csv(timings_table(records), timings)
    step = "fold" if objective.folds > 1 else "epoch"
    write_csv(learning_curves_table(records, step), learning_curves)
    write_result(optimize_result(study, records), result)
    write_record(best_trial, best)
    if best_model is not None:
        _copy_model(TrialFiles(folder, Path(best_model).suffix), best.trial, best_model)


def _copy_model(files: TrialFiles, trial: int, copy: str | Path) -> None:
    model = files.model(trial)
    check_model(model, files.model_digest(trial), REPAIR)
    with atomic_path(copy) as temporary:
        shutil.copyfile(model, temporary)


def collect_confirmations(
    objective: Objective,
    search_space: Mapping[str, Mapping],
    search: Mapping,
    folder: str | Path,
    table: str | Path,
) -> None:
    """Tabulate the trials of a study that were trained again.

    Parameters
    ----------
    objective
        The objective of the study.
    search_space
        Its search space, in the order of the columns.
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
    records, confirmations = read_records(files, search), read_confirmations(files, search)
    write_csv(confirmation_table(objective, records, confirmations, search_space), table)
