"""Export a study to Optuna: an SQLite file for `optuna.load_study`, its plots and its dashboard."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import optuna
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.trial import FrozenTrial, TrialState

from sametrials.common.files import atomic_path
from sametrials.study.objective import Objective
from sametrials.trials.record import TrialRecord

STATES = {
    "complete": TrialState.COMPLETE,
    "pruned": TrialState.PRUNED,
    "failed": TrialState.FAIL,
}


def export_optuna(
    name: str,
    search_space: Mapping[str, Mapping],
    objective: Objective,
    records: Iterable[TrialRecord],
    path: str | Path,
) -> None:
    """Write a study to a new SQLite file, which Optuna opens as `sqlite:///<path>`.

    A trial's value is that of the objective; its intermediate values are those of the metric after
    each epoch, from 1; of a cross-validation those of each fold.

    Parameters
    ----------
    name
        Name of the study.
    search_space
        As in config.yaml.
    objective
        The objective of the study.
    records
        All trials, by number.
    path
        The file; an existing one is replaced.
    """
    distributions = {key: _distribution(entry) for key, entry in search_space.items()}
    with atomic_path(path) as temporary:
        storage = optuna.storages.RDBStorage(f"sqlite:///{temporary}")
        study = optuna.create_study(study_name=name, storage=storage, direction=objective.direction)
        study.set_user_attr("metric", objective.metric)
        study.add_trials(_trial(record, distributions) for record in records)
        storage.remove_session()
        storage.engine.dispose()


def _trial(record: TrialRecord, distributions: Mapping[str, BaseDistribution]) -> FrozenTrial:
    # A trial that was killed has no times, but Optuna needs some. Optuna's times are local.
    start, end = map(datetime.fromtimestamp, record.span or (0, 0))
    reached = record.history.get(record.metric, ())
    known = {"seed": record.seed, "error": record.error, "fingerprint": dict(record.fingerprint)}
    return FrozenTrial(
        number=record.trial,
        trial_id=record.trial,
        state=STATES[record.state],
        value=record.value,
        datetime_start=start,
        datetime_complete=end,
        params=dict(record.hyper_parameters),
        distributions=dict(distributions),
        user_attrs={key: value for key, value in known.items() if value is not None},
        system_attrs={},
        intermediate_values={
            epoch: value for epoch, value in enumerate(reached, start=1) if value is not None
        },
    )


def _distribution(entry: Mapping) -> BaseDistribution:
    if entry["type"] == "categorical":
        return CategoricalDistribution(entry["categories"])
    kind = {"real": FloatDistribution, "integer": IntDistribution}[entry["type"]]
    return kind(entry["low"], entry["high"], log=entry["prior"] == "log-uniform")
