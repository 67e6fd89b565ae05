"""What TensorBoard's own code reads out of the logs."""

from types import SimpleNamespace

import pytest
from tensorboard.backend.event_processing.data_provider import MultiplexerDataProvider
from tensorboard.backend.event_processing.plugin_event_multiplexer import EventMultiplexer
from tensorboard.context import RequestContext
from tensorboard.plugins.base_plugin import TBContext
from tensorboard.plugins.hparams import api_pb2, get_experiment, list_session_groups
from tensorboard.plugins.hparams.backend_context import Context

from keras_process import say_of, write_images
from sametrials.trials.record import TrialRecord
from sametrials.trials.tensorboard import write_hparams, write_values
from simulated import record_of

TRAIN = """
from pathlib import Path
from sametrials.data.arrays import load_arrays
from sametrials.study.objective import Objective
from sametrials.tasks.keras_network.training.trainer import KerasTrainer
from sametrials.trials.job import Job

folder = Path({folder!r})
settings = dict(epochs=2, batch_size=16, precision="float32")
trainer = KerasTrainer(load_arrays(folder / "data.npz"), **settings, objective=Objective())
hyper_parameters = dict(learning_rate=1e-3, num_dense_layers=1, num_dense_nodes=20)
hyper_parameters["activation"] = "relu"
job = Job(7, hyper_parameters, 1, folder / "logs" / "0007_x", folder / "7.keras", 0.0)
outcome = trainer(job)
say([hyper_parameters, outcome.value, outcome.history])
"""


def read(folder):
    """Let TensorBoard read a folder: its tags, its experiment, and its trials by their names."""
    runs = EventMultiplexer().AddRunsFromDirectory(str(folder))
    runs.Reload()
    logs = TBContext(data_provider=MultiplexerDataProvider(runs, str(folder)), logdir=str(folder))
    request, context = RequestContext(), Context(logs)
    wanted = api_pb2.ListSessionGroupsRequest(
        slice_size=100, allowed_statuses=api_pb2.Status.values()
    )
    listed = list_session_groups.Handler(request, context, "", wanted).run().session_groups
    wanted = api_pb2.GetExperimentRequest()
    experiment = get_experiment.Handler(request, context, "", wanted).run()
    return SimpleNamespace(
        tags={run: tags["tensors"] for run, tags in runs.Runs().items()},
        columns={info.name: info for info in experiment.hparam_infos},
        metrics=[(info.name.group, info.name.tag) for info in experiment.metric_infos],
        trials={group.name: group for group in listed},
    )


def value(number_or_text):
    return getattr(number_or_text, number_or_text.WhichOneof("kind"))


@pytest.fixture
def write(tmp_path, search_space, default_parameters):
    """Write a trial, which is complete unless it is said otherwise."""

    def write(space=search_space, metrics=None, **changes):
        times = {"start": 100.0, "suggest": 9.0, "train": 2.0}
        given = {"state": "complete", "value": 0.5, "timings": times}
        given |= {"metric": "val_accuracy", "hyper_parameters": default_parameters} | changes
        write_hparams(tmp_path / "0003_x", TrialRecord(trial=3, **given), space, metrics)
        return read(tmp_path)

    return write


def test_a_trained_trial_has_its_curves_its_graph_and_its_final_metrics(tmp_path, search_space):
    [(hyper_parameters, accuracy, history)] = say_of(
        TRAIN.format(folder=str(write_images(tmp_path))), keras=True
    )
    record = record_of(7, accuracy, hyper_parameters=hyper_parameters, history=history)
    write_hparams(tmp_path / "logs" / "0007_x", record, search_space)
    logs = read(tmp_path / "logs")
    assert {"epoch_accuracy", "epoch_loss", "keras"} <= set(logs.tags["0007_x/train"])
    assert {"epoch_accuracy", "epoch_loss"} <= set(logs.tags["0007_x/validation"])
    [metrics] = [
        {(each.name.group, each.name.tag): each.value for each in trial.metric_values}
        for trial in logs.trials.values()
    ]
    assert metrics == {
        ("validation", "epoch_accuracy"): pytest.approx(accuracy),
        ("validation", "epoch_loss"): pytest.approx(history["val_loss"][-1]),
        ("train", "epoch_accuracy"): pytest.approx(history["accuracy"][-1]),
        ("train", "epoch_loss"): pytest.approx(history["loss"][-1]),
    }


def test_a_trial_has_its_number_its_hyper_parameters_and_its_times(write, default_parameters):
    trial = write().trials["0003"]
    found = {name: value(each) for name, each in trial.hparams.items()}
    assert found == {**default_parameters, "trial state": "complete"}
    [session] = trial.sessions
    assert (session.start_time_secs, session.end_time_secs) == (100.0, 102.0)


@pytest.mark.parametrize(
    ("state", "status"),
    [
        ("complete", api_pb2.STATUS_SUCCESS),
        ("pruned", api_pb2.STATUS_SUCCESS),
        ("failed", api_pb2.STATUS_FAILURE),
    ],
)
def test_how_a_trial_ended_is_marked(write, state, status):
    trial = write(state=state).trials["0003"]
    assert [session.status for session in trial.sessions] == [status]
    assert value(trial.hparams["trial state"]) == state


def test_a_trial_of_which_nothing_is_known_but_that_it_failed_is_there(write):
    assert list(write(state="failed", value=None, timings={}).trials) == ["0003"]


def test_the_columns_have_the_bounds_and_categories_of_the_search_space(write, search_space):
    columns = write(space={"width": {"type": "categorical", "categories": [1, 2.5]}}).columns
    assert [value(each) for each in columns["width"].domain_discrete.values] == [1, 2.5]
    columns = write(space=search_space).columns
    rate, layers = columns["learning_rate"].domain_interval, columns["num_dense_layers"]
    assert (rate.min_value, rate.max_value) == (1e-6, 1e-2)
    assert (layers.domain_interval.min_value, layers.domain_interval.max_value) == (1, 5)
    activations = columns["activation"].domain_discrete
    assert [value(each) for each in activations.values] == ["relu", "sigmoid"]


HISTORY = {name: [0.5] for name in ("accuracy", "loss", "val_accuracy", "val_loss")}


@pytest.mark.parametrize(("metric", "first"), [("val_accuracy", 0), ("val_loss", 1)])
def test_the_metric_of_the_objective_is_the_first_and_validation_comes_before_training(
    write, metric, first
):
    shown = write(metric=metric, history=HISTORY).metrics
    validation = [("validation", "epoch_accuracy"), ("validation", "epoch_loss")]
    assert shown[:2] == [validation[first], validation[1 - first]]
    assert shown[2:] == [("train", "epoch_accuracy"), ("train", "epoch_loss")]


def test_a_trial_that_failed_at_once_shows_the_metrics_that_the_others_report(write):
    shown = write(metrics=tuple(HISTORY), state="failed", value=None).metrics
    assert shown == write(history=HISTORY).metrics
    assert write(metric="loss", state="failed", value=None).metrics == [("train", "epoch_loss")]


def test_a_trial_that_is_tried_again_takes_the_place_of_the_one_that_failed(write):
    write(state="failed")
    logs = write()
    assert value(logs.trials["0003"].hparams["trial state"]) == "complete"
    assert len(logs.trials["0003"].sessions) == 1


def test_the_search_does_not_need_tensorflow_for_it():
    [loaded] = say_of(
        "import sametrials.search.in_process, sametrials.search.as_jobs;"
        "say('tensorflow' in sys.modules)"
    )
    assert not loaded


def test_the_final_metrics_of_a_trial_of_several_trainings_are_those_that_are_written(
    tmp_path, search_space, default_parameters
):
    history = {"loss": [0.1, 0.3], "val_accuracy": [0.5, 0.75]}
    record = record_of(3, 0.625, hyper_parameters=default_parameters, history=history)
    write_values(tmp_path / "0003_x", {"loss": 0.25, "val_accuracy": 0.625})
    write_hparams(tmp_path / "0003_x", record, search_space)
    [trial] = read(tmp_path).trials.values()
    assert {(each.name.group, each.name.tag): each.value for each in trial.metric_values} == {
        ("train", "epoch_loss"): 0.25,
        ("validation", "epoch_accuracy"): 0.625,
    }
