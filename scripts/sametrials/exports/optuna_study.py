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
from sametrials.study.dimension import LOG, Choice, Dimension
from sametrials.study.objective import Objective
from sametrials.study.space import Space
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
    space = Space(search_space)
    distributions = {key: _distribution(each) for key, each in space.dimensions.items()}
    with atomic_path(path) as temporary:
        storage = optuna.storages.RDBStorage(f"sqlite:///{temporary}")
        study = optuna.create_study(study_name=name, storage=storage, direction=objective.direction)
        study.set_user_attr("metric", objective.metric)
        study.add_trials(_trial(record, space, distributions) for record in records)
        storage.remove_session()
        storage.engine.dispose()


def _trial(
    record: TrialRecord, space: Space, distributions: Mapping[str, BaseDistribution]
) -> FrozenTrial:
    # A trial that was killed has no times, but Optuna needs some. Optuna's times are local.
    start, end = map(datetime.fromtimestamp, record.span or (0, 0))
    reached = record.history.get(record.metric, ())
    known = {"seed": record.seed, "error": record.error, "fingerprint": dict(record.fingerprint)}
    absent = space.absent(record.hyper_parameters)
    present = {key: each for key, each in record.hyper_parameters.items() if key not in absent}
    return FrozenTrial(
        number=record.trial,
        trial_id=record.trial,
        state=STATES[record.state],
        value=record.value,
        datetime_start=start,
        datetime_complete=end,
        params=present,
        distributions={key: distributions[key] for key in present},
        user_attrs={key: value for key, value in known.items() if value is not None},
        system_attrs={},
        intermediate_values={
            epoch: value for epoch, value in enumerate(reached, start=1) if value is not None
        },
    )


def _distribution(dimension: Dimension) -> BaseDistribution:
    """Make what Optuna has for a dimension; it knows no order, and no step of a logarithm."""
    if isinstance(dimension, Choice):
        return CategoricalDistribution(dimension.values)
    kind = IntDistribution if dimension.is_integer else FloatDistribution
    if dimension.prior == LOG:
        return kind(dimension.low, dimension.high, log=True)
    return kind(dimension.low, dimension.high, step=dimension.step)
