"""Networks of Keras, ours and a user's, trained once for each fold in one process."""

import numpy as np
import pytest

from keras_process import say_of

PROGRAM = """
from dataclasses import replace
from pathlib import Path
from sametrials.tasks.from_config import task_of
from sametrials.trials.job import Job

folder = Path({folder!r})
config = {config!r}
files = [folder / f"{{fold}}.npz" for fold in (1, 2, 3)]
task = task_of(config, files[0], files[1:])
train = task.make_trainer()

def tell(outcome):
    say([outcome.state, outcome.value, outcome.history, outcome.error])

def job(trial):
    name = f"{{trial}}"
    model = folder / f"{{name}}.keras"
    return Job(trial, {point!r}, 97, folder / "log" / name, model, float("inf"))

tell(train(job(1)))
tell(train(job(2)))
config["objective"].pop("folds")
for fold, file in enumerate(files, start=3):
    tell(task_of(config, file).make_trainer()(job(fold)))
"""
OWN = """
import keras


@keras.saving.register_keras_serializable()
class Double(keras.layers.Layer):
    def call(self, inputs):
        return 2 * inputs


def create_model(input_shape, num_outputs, rate):
    model = keras.Sequential([keras.Input(input_shape), Double(), keras.layers.Dense(num_outputs)])
    model.compile(keras.optimizers.Adam(rate), "mse")
    return model
"""
OURS = {"learning_rate": 0.01, "num_dense_layers": 1, "num_dense_nodes": 8, "activation": "relu"}


def write(folder):
    random = np.random.default_rng(3)
    for fold in (1, 2, 3):
        arrays = {}
        for part, number in (("train", 40), ("validation", 20), ("test", 5)):
            x = random.normal(size=(number, 3 + (fold == 2))).astype("float32")  # a category more
            arrays |= {f"x_{part}": x, f"y_{part}": x.sum(axis=1)}
        np.savez(folder / f"{fold}.npz", **arrays)


@pytest.mark.parametrize(("model", "point"), [("mlp", OURS), ("own.py", {"rate": 0.1})])
def test_a_trial_is_the_trainings_of_its_folds_and_its_log_has_them(
    tmp_path, monkeypatch, model, point
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text(OWN)
    write(tmp_path)
    config = {
        "training": {"epochs": 2, "batch_size": 16, "precision": "float32"},
        "objective": {"metric": "val_loss", "direction": "minimize", "folds": 3},
        "constants": {},
        "model": model,
        "trial": None,
    }
    program = PROGRAM.format(folder=str(tmp_path), config=config, point=point)
    trial, again, *alone = say_of(program, keras=True)
    state, value, history, error = trial
    assert (state, error) == ("complete", None)
    assert again == trial
    assert history["val_loss"] == [each[1] for each in alone]
    assert history["loss"] == [each[2]["loss"][-1] for each in alone]
    assert value == pytest.approx(sum(history["val_loss"]) / 3, rel=1e-15)
    assert len(set(history["val_loss"])) == 3
    log = tmp_path / "log" / "1"
    assert {path.name for path in log.iterdir()} >= {"fold_1", "fold_2", "fold_3", "validation"}
    assert (tmp_path / "1.keras").exists()
