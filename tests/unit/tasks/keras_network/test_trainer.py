"""Training a trial: what it depends on, what it gives, what it leaves."""

import json

import pytest
from trained import CONSTANTS, program, train

from keras_process import say_of, start, write_images

A, E = {"seed": 97}, {"seed": 97, "hyper_parameters": {"epochs": 1}}
B = {"seed": 98, "hyper_parameters": {"num_dense_nodes": 7, "activation": "sigmoid"}}
C = {"seed": 99, "save_up_to": -2.0}
S = {"seed": 97, "hyper_parameters": {"batch_size": 50}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return write_images(tmp_path_factory.mktemp("training"))


@pytest.fixture(scope="module")
def outcomes(folder):
    return train(folder, [("a", A), ("b", B), ("a", A), ("c", C), ("e", E), ("s", S)])


def test_a_training_does_not_depend_on_what_the_process_trained_before(folder, outcomes):
    assert outcomes[0] == outcomes[2]
    assert train(folder, [("b", B)]) == [outcomes[1]]


def test_a_training_does_not_depend_on_the_user_s_own_settings_of_keras(folder, outcomes, tmp_path):
    settings = {"backend": "jax", "floatx": "float64", "epsilon": 0.1}
    settings["image_data_format"] = "channels_first"
    (tmp_path / "keras.json").write_text(json.dumps(settings))
    environment = {
        "KERAS_HOME": str(tmp_path),
        "KERAS_BACKEND": "jax",
        "KERAS_MAX_EPOCHS": "1",
        "ONEDNN_MAX_CPU_ISA": "SSE41",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_NUM_INTRAOP_THREADS": "2",
        "TF_USE_LEGACY_KERAS": "1",
        "XLA_FLAGS": "--no_such_flag",
    }
    assert train(folder, [("a", A), ("b", B)], environment) == outcomes[:2]


def test_settings_that_keras_refuses_are_an_error_that_names_their_file(tmp_path):
    (tmp_path / "keras.json").write_text('{"floatx": "float33"}')
    program = "import sametrials.tasks.keras_network.training.backend"
    done = start(program, KERAS_HOME=str(tmp_path))
    assert "ConfigError: keras.json, in the folder KERAS_HOME" in done.stderr
    assert "float33" in done.stderr


def test_the_log_for_tensorboard_does_not_change_one_bit(outcomes, tmp_path):
    no_log = "trainer.Log = lambda *_, **__: keras.callbacks.Callback()"
    unlogged = train(
        write_images(tmp_path),
        [("a", A)],
        before="from sametrials.tasks.keras_network.training import trainer\n" + no_log,
    )
    assert unlogged == outcomes[:1]
    assert not (tmp_path / "tensorboard").exists()


def test_it_learns_and_the_accuracy_is_a_ratio_of_images(outcomes):
    state, accuracy, history, error = outcomes[0]
    assert (state, error) == ("complete", None)
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
    training = {"epochs": 2, "batch_size": 16, "precision": "mixed_bfloat16"}
    [first, again] = train(folder, [("a", A), ("a", A)], training=training)
    assert first == again
    assert first[2] != outcomes[0][2]


def test_a_training_that_diverges_fails_without_a_model(folder):
    # A learning rate that is no number: JSON and `repr` have none, either.
    before = "nan = float('nan')"
    diverging = {"hyper_parameters": {"learning_rate": float("nan")}}
    [(state, accuracy, history, error)] = train(folder, [("d", diverging)], before=before)
    assert (state, accuracy) == ("failed", None)
    assert history["loss"] == [None]
    assert error == "it diverged: loss is nan after step 1"
    assert not (folder / "d.keras").exists()


def test_a_training_below_its_threshold_is_pruned_and_one_that_is_at_its_end_is_not(folder):
    jobs = [("p", {"thresholds": [1.01]}), ("q", {"thresholds": [0.0, 1.01]})]
    [(state, pruned, short, _), (_, whole, history, _)] = train(folder, jobs)
    assert state == "pruned"
    assert len(short["val_accuracy"]) == 1
    assert pruned == pytest.approx(short["val_accuracy"][0])
    assert not (folder / "p.keras").exists()
    assert len(history["val_accuracy"]) == 2
    assert whole is not None
    assert (folder / "q.keras").exists()


def test_a_process_keeps_nothing_of_the_networks_it_has_trained(tmp_path):
    tail = """
import gc
from sametrials.tasks.keras_network.training.backend import tf

def graphs():
    gc.collect()
    return sum(isinstance(each, tf.Graph) for each in gc.get_objects())

for trial in range(3):
    trainer(Job(trial, {}, trial, folder / "log", folder / "model.keras", 0.0))
    say(graphs())
"""
    training = {"epochs": 1, "batch_size": 16, "precision": "float32"}
    _, *counted = say_of(program(write_images(tmp_path), [], training=training) + tail, keras=True)
    assert len(set(counted)) == 1


OWN_FILES = """
import keras


class Reading(keras.layers.Layer):
    def call(self, images):
        open("statistics.npy")


def create_model(input_shape, where):
    if where == "made":
        open("weights.h5")
    layers = [keras.layers.Flatten(), Reading(), keras.layers.Dense(3, activation="softmax")]
    model = keras.Sequential(layers)  # built when it is trained
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
"""


def test_an_oserror_of_the_model_is_its_own_and_one_of_our_log_ends_the_search(tmp_path):
    (write_images(tmp_path) / "own.py").write_text(OWN_FILES)
    (tmp_path / "file").touch()
    tail = """
from sametrials.common.errors import SearchError
from sametrials.trials.job import ModelError

def fails(kind, trainer, hyper_parameters, log_dir):
    try:
        trainer(Job(0, hyper_parameters, 0, log_dir, folder / "model.keras", 0.0))
    except kind as error:
        say(str(error))

for where in ("made", "trained"):
    fails(ModelError, trainer, dict(where=where), folder / "log")
ours = KerasTrainer(
    load_arrays(folder / "data.npz"),
    epochs=1, batch_size=16, precision="float32", objective=Objective(),
)
fails(SearchError, ours, CONSTANTS, folder / "file" / "log")
""".replace("CONSTANTS", repr(CONSTANTS))
    given = {"model": str(tmp_path / "own.py"), "constants": {}}
    made, trained, logged = say_of(program(tmp_path, [], **given) + tail, keras=True)
    assert made == "FileNotFoundError: [Errno 2] No such file or directory: 'weights.h5'"
    assert trained.startswith("FileNotFoundError: ")
    assert "file/log: found that the log for TensorBoard cannot be written" in logged
    assert "\n" not in logged
