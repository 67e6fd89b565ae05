"""A user's own model file, imported and trained."""

import re

import pytest

from keras_process import say_of, write_images

PROGRAM = """
from pathlib import Path
from sametrials.data.arrays import load_arrays
from sametrials.study.objective import Objective
from sametrials.tasks.keras_network.training.trainer import KerasTrainer
from sametrials.trials.job import Job

folder = Path({folder!r})

def train(model, trials):
    trainer = KerasTrainer(
        load_arrays(folder / "data.npz"),
        epochs=1, batch_size=20, precision="float32",
        objective=Objective(), model=model, constants=dict(bias=False),
    )
    for trial in trials:
        job = Job(trial, dict(units=5), trial, folder / "log", folder / "best.keras", 0.0)
        outcome = trainer(job)
        say([outcome.value, outcome.history])

train({model!r}, {trials!r})
"""

OWN = """
import keras
import blocks

GIVEN = keras.initializers.GlorotUniform()  # draws a random number now


@keras.saving.register_keras_serializable()
class Scale(keras.layers.Layer):
    def call(self, images):
        return 3 * images


def create_model(input_shape, units, **others):
    assert others == {"num_classes": 3, "bias": False}, others
    return blocks.compiled(
        keras.Input(input_shape),
        Scale(),
        keras.layers.Flatten(),
        keras.layers.Dense(units, kernel_initializer=GIVEN, use_bias=others["bias"]),
        keras.layers.Dense(3, activation="softmax"),
    )
"""

BLOCKS = """
import keras

def compiled(*layers):
    model = keras.Sequential(layers)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
"""


def write_project(folder):
    write_images(folder)
    (folder / "own").mkdir()
    (folder / "own" / "my_model.py").write_text(OWN)
    (folder / "own" / "blocks.py").write_text(BLOCKS)
    return folder


@pytest.fixture
def folder(tmp_path):
    return write_project(tmp_path)


def program(folder, trials=(0, 1)) -> str:
    model = str(folder / "own" / "my_model.py")
    return PROGRAM.format(folder=str(folder), model=model, trials=trials)


def test_it_trains_the_same_in_every_process_and_order_and_its_model_can_be_evaluated(folder):
    forwards = say_of(program(folder), keras=True)
    backwards = say_of(program(folder, trials=(1, 0)), PYTHONHASHSEED="1")
    assert forwards == backwards[::-1]
    evaluate = f"""
import os
os.chdir({str(folder)!r})
from sametrials.tasks.keras_network.evaluation import evaluate
from sametrials.trials.record import TrialRecord
best = TrialRecord(0, "complete", dict(units=5), "val_accuracy", 0.5, seed=0)
given = dict(model_file="own/my_model.py", constants=dict(bias=False))
say(evaluate("best.keras", "data.npz", best, **given).summary)
"""
    [summary] = say_of(evaluate, keras=True)
    assert summary["images"] == 20


MISTAKES = {
    "import": "x = 1\nimport a_package_that_is_not_there\n" + OWN,
    "run": "import json\n\njson.nothing()\n" + OWN,
    "exit": "x = 1\nraise SystemExit('there is\\nno licence')\n" + OWN,
    "save": OWN.replace(
        "def call(", "def get_config(self):\n        return 1 / 0\n\n    def call("
    ),
    "measure": OWN.replace("return blocks.compiled(", "return blocks.not_measured("),
}

NOT_MEASURED = """
def not_measured(*layers):
    model = keras.Sequential(layers)
    model.compile("adam", "sparse_categorical_crossentropy")
    return model
"""


@pytest.fixture(scope="module")
def failures(tmp_path_factory) -> dict[str, str]:
    """What is said of each mistake, before a trial is finished."""
    folder = write_project(tmp_path_factory.mktemp("mistakes"))
    tail = ""
    with (folder / "own" / "blocks.py").open("a") as blocks:
        blocks.write(NOT_MEASURED)
    for name, source in MISTAKES.items():
        (folder / "own" / f"{name}_mistake.py").write_text(source)
        tail += f"""
try:
    train(folder / "own" / "{name}_mistake.py", [0])
except Exception as error:
    say([{name!r}, type(error).__name__, str(error)])
"""
    said = say_of(program(folder, trials=()) + tail, keras=True)
    assert not (folder / "best.keras").exists()
    return {name: f"{kind}: {message}" for name, kind, message in said}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("import", r"ConfigError: .*/import_mistake\.py, line 2: found ModuleNotFoundError: No .*"),
        ("run", r"ConfigError: .*/run_mistake\.py, line 3: found AttributeError: module 'json' .*"),
        (
            "exit",
            r"ConfigError: .*/exit_mistake\.py, line 2: found SystemExit: there is no licence",
        ),
        ("save", "ConfigError: create_model: found a model that Keras cannot save .*"),
        (
            "measure",
            r"ConfigError: objective\.metric: found val_accuracy, expected one that the training "
            r"reports: loss, val_loss",
        ),
    ],
)
def test_a_mistake_in_the_file_is_told_at_the_first_trial(failures, name, message):
    assert re.fullmatch(message, failures[name], re.DOTALL)
