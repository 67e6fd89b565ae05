"""The seam has several implementations, those of the workflow and that of the tests."""

import inspect
import pickle
from importlib import import_module

import pytest

from sametrials.tasks import shown
from sametrials.tasks.command.task import Command
from sametrials.tasks.cross_validated.task import CrossValidated
from sametrials.tasks.keras_network.task import KerasNetwork
from sametrials.tasks.python_function.task import PythonFunction
from sametrials.tasks.task import Task
from simulated import SimulatedTask

ASKED = sorted(
    name for name in vars(Task) if not name.startswith("_") and callable(getattr(Task, name))
)

TASKS = [KerasNetwork, PythonFunction, Command, CrossValidated, SimulatedTask]


def test_the_seam_asks_for_six_things():
    assert ASKED == ["check", "identity", "make_trainer", "metrics", "rehearsal", "versions"]


@pytest.mark.parametrize("implementation", TASKS)
@pytest.mark.parametrize("name", ASKED)
def test_each_task_has_what_the_seam_asks_for(implementation, name):
    asked = inspect.signature(getattr(Task, name))
    assert list(inspect.signature(getattr(implementation, name)).parameters) == list(
        asked.parameters
    )
    if implementation is not CrossValidated:  # it has that of the task around which it is
        assert implementation.model_suffix.startswith(".")


def test_a_task_goes_to_another_process_and_is_the_same_there(begun):
    task = SimulatedTask(begun)
    assert pickle.loads(pickle.dumps(task)) == task  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(task.make_trainer))().task == task  # noqa: S301 - our own


def test_what_identifies_a_task_is_plain_data_and_no_place(begun, tmp_path):
    one, other = SimulatedTask(begun), SimulatedTask(tmp_path)
    assert one.identity() == other.identity()
    assert one.identity() != SimulatedTask(begun, settings="others").identity()


@pytest.mark.parametrize("task", [KerasNetwork, PythonFunction, Command])
def test_the_rules_know_of_each_task_what_it_says_itself(task):
    declared = import_module(f"{task.__module__.removesuffix('.task')}.declared")
    functions = {name: each for name, each in vars(shown).items() if inspect.isfunction(each)}
    asked = [name for name, each in functions.items() if each.__module__ == shown.__name__]
    for name in asked:
        if not name.startswith("_") and name != "model_suffix":
            assert list(inspect.signature(getattr(declared, name)).parameters) == ["config"], name
    assert task.model_suffix == declared.MODEL_SUFFIX
