"""Trainings of small networks in a process of their own, and models of a user's own for them."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from keras_process import say_of, start, write_images

PROGRAM = """
from pathlib import Path
from sametrials.data.arrays import load_arrays
from sametrials.study.objective import Objective
from sametrials.tasks.keras_network.training.backend import keras
from sametrials.tasks.keras_network.training.trainer import KerasTrainer
from sametrials.trials.job import Job

folder = Path({folder!r})
{before}
trainer = KerasTrainer(
    load_arrays(folder / "data.npz"),
    objective=Objective(**({objective!r} or {{}})),
    constants={constants!r},
    model={model!r},
    **{training!r},
)
for name, changes in {trials!r}:
    hyper_parameters = changes.pop("hyper_parameters", dict())
    outcome = trainer(Job(
        trial=0,
        hyper_parameters=hyper_parameters,
        log_dir=folder / "tensorboard" / name,
        model_path=folder / f"{{name}}.keras",
        **dict(seed=97, save_up_to=float("inf")) | changes,
    ))
    say([outcome.state, outcome.value, outcome.history, outcome.error])
"""
CONSTANTS = {
    "learning_rate": 1e-3,
    "num_dense_layers": 1,
    "num_dense_nodes": 20,
    "activation": "relu",
}

OWN = """
import keras


class F1(keras.metrics.F1Score):
    def update_state(self, labels, probabilities, sample_weight=None):
        classes = keras.ops.one_hot(keras.ops.reshape(labels, [-1]), 3)
        return super().update_state(classes, probabilities, sample_weight)


def create_model(input_shape, rate):
    model = keras.Sequential([
        keras.Input(input_shape),
        keras.layers.Flatten(),
        keras.layers.Dense(8, activation="relu"),
        keras.layers.Dense(3, activation="softmax", dtype="float32"),
    ])
    model.compile(keras.optimizers.Adam(rate), "sparse_categorical_crossentropy", metrics=METRICS)
    return model
"""
TOP2 = 'keras.metrics.SparseTopKCategoricalAccuracy(k=2, name="top2")'


def write_mislabelled(folder: Path) -> Path:
    """Write a data set with wrong labels among the right ones: it can be overfitted."""
    with np.load(write_images(folder) / "data.npz") as file:
        arrays = dict(file)
    rng = np.random.default_rng(2)
    for name in ("y_train", "y_validation"):
        wrong = rng.random(len(arrays[name])) < 0.4
        arrays[name][wrong] = rng.integers(0, 3, wrong.sum())
    np.savez(folder / "data.npz", **arrays)
    return folder


def own_model(folder: Path, metrics: str = f'["accuracy", {TOP2}]') -> str:
    """Write a model file whose model is compiled with these metrics; returns its path."""
    path = folder / "own.py"
    path.write_text(OWN.replace("METRICS", metrics))
    return str(path)


def program(folder: Path, trials: Iterable[tuple[str, dict]], **given) -> str:
    """Write a program that trains networks, one after the other, each by its name.

    A trial is a name and what its job has instead of the usual. The program says state, value,
    history and error of each.
    """
    usual = {
        "before": "",
        "objective": {},
        "constants": CONSTANTS,
        "model": None,
        "training": {"epochs": 2, "batch_size": 16, "precision": "float32"},
    }
    if "model" in given:
        usual["constants"] = {"rate": 3e-4}
    return PROGRAM.format(folder=str(folder), trials=list(trials), **usual | given)


def train(
    folder: Path, trials: Iterable[tuple[str, dict]], environment=None, **given
) -> list[list]:
    """Train networks; returns state, value, history and error of each."""
    return say_of(program(folder, trials, **given), keras=not environment, **environment or {})


def refused(folder: Path, **given) -> str:
    """Train a network that is refused; returns the last line, type and message of the error."""
    done = start(program(folder, [("refused", {})], **given), keras=True)
    assert done.returncode != 0
    assert "SAID" not in done.stdout
    return done.stderr.strip().splitlines()[-1]
