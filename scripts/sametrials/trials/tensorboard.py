"""TensorBoard's HParams: the data that its tab shows of a trial, beside the training's curves.

All of it comes from the trial record, so the process of the search writes it with the record. The
training knows nothing of it: a change here does not invalidate old trials, and the tab also shows
trials that failed or whose process died. The final metrics are the last values of the curves.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from tensorboard.compat.proto.event_pb2 import Event
from tensorboard.compat.proto.summary_pb2 import Summary
from tensorboard.plugins.hparams import api_pb2, metadata, plugin_data_pb2
from tensorboard.plugins.hparams import summary_v2 as hparams
from tensorboard.summary.writer.record_writer import RecordWriter

from sametrials.common.files import atomic_path
from sametrials.study.dimension import Choice, Dimension, Number, dimension_of
from sametrials.trials.record import TrialRecord

FILE = "events.out.tfevents.hparams"
"""TensorBoard reads the files whose names have "tfevents" in them."""

VALUES = "events.out.tfevents.values"
"""The file of values that are no training's own."""

STATE = "trial state"
"""The column of the trial state. No hyper-parameter has that name, since it has a space."""

STATUSES = {
    "complete": api_pb2.STATUS_SUCCESS,
    "pruned": api_pb2.STATUS_SUCCESS,  # TensorBoard has no status of its own for these
    "failed": api_pb2.STATUS_FAILURE,
}

VALIDATION = "val_"
"""Prefix of the metrics that are measured on validation data."""


def write_hparams(
    folder: str | Path,
    record: TrialRecord,
    search_space: Mapping[str, Mapping],
    metrics: Sequence[str] | None = None,
) -> None:
    """Write the hyper-parameters, the search space and the end of a trial beside its curves.

    Parameters
    ----------
    folder
        Folder of the trial's TensorBoard log; it is made if the trial wrote none.
    record
        The trial.
    search_space
        As in config.yaml: the tab shows the bounds and the categories.
    metrics
        The metrics that the training reports; None for those that this trial has reported.
    """
    reported = (record.metric, *(metrics or record.history))
    shown = [_metric(name) for name in sorted(set(reported), key=_order(record.metric))]
    start, end = record.span or (0.0, 0.0)
    dimensions = {name: dimension_of(entry) for name, entry in search_space.items()}
    columns = [hparams.HParam(name, _domain(each)) for name, each in dimensions.items()]
    columns.append(hparams.HParam(STATE, hparams.Discrete(list(STATUSES))))
    values = {
        name: value if isinstance(dimension, Number) else _listed(dimension, value)
        for name, dimension in dimensions.items()
        if (value := record.hyper_parameters.get(name)) is not None or dimension.holds(None)
    }
    values[STATE] = record.state
    summaries = [
        hparams.hparams_config_pb(columns, shown, time_created_secs=start),
        hparams.hparams_pb(values, trial_id=f"{record.trial:04d}", start_time_secs=start),
        _session_end(STATUSES[record.state], end),
    ]
    _write(Path(folder) / FILE, summaries, end)


def write_values(folder: str | Path, values: Mapping[str, float]) -> None:
    """Write values of metrics where HParams looks for them, of a trial of several trainings.

    Parameters
    ----------
    folder
        Folder of the trial's TensorBoard log.
    values
        A value of each metric.
    """
    groups: dict[str, list[Summary]] = {}
    for name, value in values.items():
        group, bare = _place(name)
        summary = Summary()
        summary.value.add(tag=f"epoch_{bare}", simple_value=value)
        groups.setdefault(group, []).append(summary)
    for group, summaries in groups.items():
        _write(Path(folder) / group / VALUES, summaries, time.time())


def _write(path: Path, summaries: Iterable[Summary], wall_time: float) -> None:
    events = [Event(file_version="brain.Event:2"), *(Event(summary=each) for each in summaries)]
    with atomic_path(path) as temporary, temporary.open("wb") as file:
        writer = RecordWriter(file)
        for event in events:
            event.wall_time = wall_time
            writer.write(event.SerializeToString())


def _order(objective: str) -> Callable[[str], tuple]:
    """Make a sort key: the metric of the objective, those on validation data, the others."""
    return lambda name: (name != objective, not name.startswith(VALIDATION), name)


def _metric(name: str) -> hparams.Metric:
    """Point to the curve of a metric."""
    group, bare = _place(name)
    words = "training" if group == "train" else group
    return hparams.Metric(f"epoch_{bare}", group=group, display_name=f"{words} {bare}")


def _place(name: str) -> tuple[str, str]:
    """Return the folder of a metric's curve, below that of the trial, and its name there.

    Both are the usual ones of TensorBoard's callback.
    """
    bare = name.removeprefix(VALIDATION)
    return "train" if bare == name else "validation", bare


def _session_end(status: int, time: float) -> Summary:
    """Make the end of a session; `tensorboard.plugins.hparams.summary` imports a framework."""
    info = plugin_data_pb2.SessionEndInfo(status=status, end_time_secs=time)
    content = plugin_data_pb2.HParamsPluginData(session_end_info=info)
    summary = Summary()
    summary.value.add(
        tag=metadata.SESSION_END_INFO_TAG,
        metadata=metadata.create_summary_metadata(content),
        tensor=metadata.NULL_TENSOR,
    )
    return summary


def _domain(dimension: Dimension) -> hparams.Domain:
    if isinstance(dimension, Number):
        if dimension.is_integer:
            return hparams.IntInterval(dimension.low, dimension.high)
        return hparams.RealInterval(float(dimension.low), float(dimension.high))
    return hparams.Discrete([_listed(dimension, value) for value in dimension.values])


def _listed(dimension: Choice, value: Any) -> Any:
    """Return what the tab has for a listed value: all of one type, numbers or texts or booleans."""
    types = set(map(type, dimension.values))
    if types == {int, float}:
        return float(value)
    return (
        value
        if len(types) == 1 and types != {type(None)}
        else dimension.texts[dimension.index(value)]
    )
