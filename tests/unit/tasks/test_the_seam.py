"""The seam has two implementations: the Keras network, and the simulated trainings of the tests."""

import inspect
import pickle

import pytest

from hpo.tasks.keras_network.task import KerasNetwork
from hpo.tasks.task import Task
from simulated import SimulatedTask

ASKED = sorted(
    name for name in vars(Task) if not name.startswith("_") and callable(getattr(Task, name))
)


def test_the_seam_asks_for_six_things():
    assert ASKED == ["check", "identity", "make_trainer", "metrics", "rehearsal", "versions"]


@pytest.mark.parametrize("implementation", [KerasNetwork, SimulatedTask])
@pytest.mark.parametrize("name", ASKED)
def test_each_task_has_what_the_seam_asks_for(implementation, name):
    asked = inspect.signature(getattr(Task, name))
    assert list(inspect.signature(getattr(implementation, name)).parameters) == list(
        asked.parameters
    )
    assert implementation.model_suffix.startswith(".")


def test_a_task_goes_to_another_process_and_is_the_same_there(begun):
    task = SimulatedTask(begun)
    assert pickle.loads(pickle.dumps(task)) == task  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(task.make_trainer))().task == task  # noqa: S301 - our own


def test_what_identifies_a_task_is_plain_data_and_no_place(begun, tmp_path):
    one, other = SimulatedTask(begun), SimulatedTask(tmp_path)
    assert one.identity() == other.identity()
    assert one.identity() != SimulatedTask(begun, settings="others").identity()
