"""Export a study to MLflow: an SQLite file with one run for each trial."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

os.environ["MLFLOW_DISABLE_TELEMETRY"] = "true"  # it would report each run to its makers

from mlflow import MlflowClient
from mlflow.entities import Metric, Param, RunTag
from mlflow.store.tracking.sqlalchemy_store import SqlAlchemyStore

from sametrials.common.files import atomic_path
from sametrials.trials.job import log_dir_name
from sametrials.trials.record import TrialRecord

NO_ARTIFACTS = "mlflow-artifacts:/"
"""A placeholder; without it, the file would hold a path of this machine."""

STATUSES = {"complete": "FINISHED", "pruned": "KILLED", "failed": "FAILED"}


def export_mlflow(name: str, records: Iterable[TrialRecord], path: str | Path) -> None:
    """Write a study to a new SQLite file, which MLflow opens as `sqlite:///<path>`.

    A run has the hyper-parameters as parameters. Its metrics are those that the training reported
    after each epoch (of a cross-validation, those of each fold), from 1, and `objective`, the value
    of the objective. Its tags hold other parts of the record. MLflow draws the ids of runs at
    random: two exports of a study differ in them.

    Parameters
    ----------
    name
        Name of the study, and of MLflow's experiment.
    records
        All trials.
    path
        The file; an existing one is replaced.
    """
    with atomic_path(path) as temporary:
        address = f"sqlite:///{temporary}"
        SqlAlchemyStore(address, NO_ARTIFACTS)  # makes the tables, and MLflow's default experiment
        client = MlflowClient(address)
        experiment = client.create_experiment(name, artifact_location=NO_ARTIFACTS)
        for record in records:
            _add_run(client, experiment, record)


def _add_run(client: MlflowClient, experiment: str, record: TrialRecord) -> None:
    start, end = (round(1000 * seconds) for seconds in record.span or (0, 0))
    run = client.create_run(
        experiment,
        start_time=start,
        run_name=log_dir_name(record.trial, record.hyper_parameters),
    ).info.run_id
    tags = {
        "trial": record.trial,
        "state": record.state,
        "seed": record.seed,
        "error": record.error,
        **{f"fingerprint.{key}": value for key, value in record.fingerprint.items()},
    }
    client.log_batch(
        run,
        metrics=list(_metrics(record, start, end)),
        params=[
            Param(key, str(value))
            for key, value in record.hyper_parameters.items()
            if value is not None  # it does not exist in this trial
        ],
        tags=[RunTag(key, str(value)) for key, value in tags.items() if value is not None],
    )
    client.set_terminated(run, STATUSES[record.state], end)


def _metrics(record: TrialRecord, start: int, end: int) -> Iterator[Metric]:
    """Yield the metrics; all epochs are assumed to have taken the same time."""
    for key, values in record.history.items():
        for epoch, value in enumerate(values, start=1):
            if value is not None:
                moment = start + round((end - start) * epoch / len(values))
                yield Metric(key, value, moment, epoch)
    if record.value is not None:
        yield Metric("objective", record.value, end, record.steps)
