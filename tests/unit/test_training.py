import json

import pytest

from keras_process import say_of, write_images

PROGRAM = """
from pathlib import Path
from hpo.tasks.task import Trainer
from hpo.trials.job import Job

folder = Path({folder!r})
trainer = Trainer(
    folder / "data.npz",
    epochs=2, batch_size=16, precision={precision!r}, constants=dict(learning_rate=1e-3)
)
CHANGES = dict(
    b=dict(num_dense_nodes=7, activation="sigmoid"), e=dict(epochs=1), s=dict(batch_size=50),
    d=dict(learning_rate=float("nan")),
)
for name in {order!r}:
    outcome = trainer(Job(
        trial=ord(name),
        hyper_parameters=dict(num_dense_layers=1, num_dense_nodes=20, activation="relu")
        | CHANGES.get(name, dict()),
        seed=ord("a") if name in "es" else ord(name),
        log_dir=folder / "tensorboard" / name,
        model_path=folder / f"{{name}}.keras",
        save_from=2.0 if name == "c" else 0.0,
        thresholds=dict(p=[1.01], q=[0.0, 1.01]).get(name, []),
    ))
    say([name, outcome.accuracy, outcome.history])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_images(tmp_path_factory.mktemp("training"))


def train(folder, order, precision="float32", **environment):
    program = PROGRAM.format(folder=str(folder), order=order, precision=precision)
    return say_of(program, **environment)


@pytest.fixture(scope="module")
def outcomes(folder):
    return train(folder, "abaces")


def test_a_training_does_not_depend_on_what_the_process_trained_before(folder, outcomes):
    assert outcomes[0] == outcomes[2]
    assert train(folder, "b") == [outcomes[1]]


def test_a_training_does_not_depend_on_the_user_s_own_settings_of_keras(folder, outcomes, tmp_path):
    settings = {"backend": "jax", "floatx": "float64", "epsilon": 0.1}
    settings["image_data_format"] = "channels_first"
    (tmp_path / "keras.json").write_text(json.dumps(settings))
    environment = {"KERAS_HOME": str(tmp_path), "KERAS_BACKEND": "jax"}
    environment["TF_ENABLE_ONEDNN_OPTS"] = "0"
    assert train(folder, "ab", **environment) == outcomes[:2]


def test_the_log_for_tensorboard_does_not_change_one_bit(outcomes, tmp_path):
    unlogged = PROGRAM.replace(
        "folder = Path", "keras.callbacks.TensorBoard = no_log\nfolder = Path"
    )
    program = """
from hpo.tasks.keras_network.training.backend import keras

def no_log(*_, **__):
    return keras.callbacks.Callback()
""" + unlogged.format(folder=str(write_images(tmp_path)), order="a", precision="float32")
    assert say_of(program) == outcomes[:1]
    assert not (tmp_path / "tensorboard").exists()


def test_it_learns_and_the_accuracy_is_a_ratio_of_images(outcomes):
    _, accuracy, history = outcomes[0]
    assert accuracy > 0.9
    assert accuracy * 50 == round(accuracy * 50)
    assert history["val_accuracy"][-1] == pytest.approx(accuracy)
    assert {len(values) for values in history.values()} == {2}
    assert set(history) == {"accuracy", "loss", "val_accuracy", "val_loss"}


def test_only_a_model_that_can_win_is_saved(folder, outcomes):
    assert (folder / "a.keras").exists()
    assert not (folder / "c.keras").exists()
    assert not list(folder.glob(".*"))


def test_the_log_of_an_earlier_training_is_replaced(folder, outcomes):
    assert len(list((folder / "tensorboard/a/train").iterdir())) == 1


def test_the_epochs_and_the_batch_size_of_a_trial_go_before_the_configured_ones(outcomes):
    configured, fewer_epochs, larger_batches = outcomes[0], outcomes[4], outcomes[5]
    assert fewer_epochs[2]["loss"] == configured[2]["loss"][:1]
    assert len(larger_batches[2]["loss"]) == 2
    assert larger_batches[2]["loss"] != configured[2]["loss"]


def test_mixed_precision_trains_other_weights_and_stays_on_from_trial_to_trial(folder, outcomes):
    [first, again] = train(folder, "aa", precision="mixed_bfloat16")
    assert first == again
    assert first[2] != outcomes[0][2]


def test_a_training_that_diverges_fails_without_a_model(folder):
    [(_, accuracy, history)] = train(folder, "d")
    assert accuracy is None
    assert history["loss"] == [None]
    assert not (folder / "d.keras").exists()


def test_a_training_below_its_threshold_is_pruned_and_one_that_is_at_its_end_is_not(folder):
    [(_, pruned, short), (_, whole, history)] = train(folder, "pq")
    assert len(short["val_accuracy"]) == 1
    assert pruned == pytest.approx(short["val_accuracy"][0])
    assert not (folder / "p.keras").exists()
    assert len(history["val_accuracy"]) == 2
    assert whole is not None
    assert (folder / "q.keras").exists()
