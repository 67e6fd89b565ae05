"""A training that ends early, one with weights of classes, one whose examples change."""

from pathlib import Path

import numpy as np
import pytest
from trained import CONSTANTS, program, train, write_mislabelled

from keras_process import say_of
from problems import colour_images, rows_of_classes, write

BEST_LOSS = {"metric": "val_loss", "direction": "minimize", "epoch": "best"}
EIGHT = {"epochs": 8, "batch_size": 16, "precision": "float32"}
GIVEN = {"objective": BEST_LOSS, "constants": CONSTANTS | {"learning_rate": 0.01}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Data of which an epoch in the middle is the best."""
    return write_mislabelled(tmp_path_factory.mktemp("mislabelled"))


SAME = """
import numpy as np

def weights(name):
    return keras.saving.load_model(folder / f"{name}.keras", compile=False).get_weights()

outcome = trainer(Job(0, dict(), 98, folder / "log", folder / "again.keras", float("inf")))
say([outcome.state, outcome.value, outcome.history, outcome.error])
trainer.patience = None
trainer(Job(0, dict(), 98, folder / "log", folder / "whole.keras", float("inf")))
say([
    all(np.array_equal(a, b) for a, b in zip(weights("early"), weights(name), strict=True))
    for name in ("again", "whole")
])
"""


def test_it_ends_after_so_many_epochs_without_a_better_one_and_keeps_the_best(folder):
    [(_, whole_value, whole, _)] = train(folder, [("w", {"seed": 98})], training=EIGHT, **GIVEN)
    best = int(np.argmin(whole["val_loss"]))
    assert 0 < best < 5
    early = program(folder, [("early", {"seed": 98})], training=EIGHT | {"patience": 2}, **GIVEN)
    found, again, same = say_of(early + SAME, keras=True)
    assert found == again
    state, value, history, _ = found
    assert (state, value) == ("complete", whole_value)
    assert history == {name: values[: best + 3] for name, values in whole.items()}
    assert same == [True, True]


def test_as_much_patience_as_epochs_changes_nothing(folder):
    trials = [("w", {"seed": 98})]
    patient = train(folder, trials, training=EIGHT | {"patience": 8}, **GIVEN)
    assert patient == train(folder, trials, training=EIGHT, **GIVEN)


def test_an_equal_value_is_no_better_one(folder):
    [(state, _, history, _)] = train(
        folder,
        [("never learns", {})],
        objective={"epoch": "best"},
        constants=CONSTANTS | {"learning_rate": 1e-30},
        training=EIGHT | {"patience": 3},
    )
    assert state == "complete"
    assert len(set(history["val_accuracy"])) == 1
    assert len(history["val_accuracy"]) == 4


def test_weights_of_classes_change_the_loss_of_the_training(tmp_path):
    folder = write(tmp_path, rows_of_classes())
    given = {"model": "mlp", "constants": {"learning_rate": 0.003}}
    usual, balanced = (
        train(folder, [("a", {})], training=EIGHT | {"class_weight": each}, **given)[0][2]
        for each in (None, "balanced")
    )
    assert usual["loss"][0] != balanced["loss"][0]
    assert usual["val_accuracy"] != balanced["val_accuracy"]


AUGMENTED = """
import keras
from keras import layers


def create_model(input_shape, num_classes, rate, augmented=True):
    body = [
        layers.RandomFlip("horizontal"),
        layers.RandomRotation(0.1),
        layers.RandomTranslation(0.1, 0.1),
        layers.RandomZoom(0.1),
        layers.RandomContrast(0.2),
        layers.GaussianNoise(0.1),
    ]
    model = keras.Sequential([
        keras.Input(input_shape),
        *(body if augmented else []),
        layers.Flatten(),
        layers.Dense(num_classes, activation="softmax", dtype="float32"),
    ])
    loss = "sparse_categorical_crossentropy"
    model.compile(keras.optimizers.Adam(rate), loss, metrics=["accuracy"])
    return model
"""
TWICE = """
from sametrials.tasks.keras_network.training.fit import scale

model = trainer.make_model(Job(0, dict(), 97, folder / "log", folder / "x.keras", 0.0))
inputs = scale(trainer.validation.inputs)
outputs = [model.predict(inputs, verbose=0).tolist() for _ in range(2)]
say(outputs[0] == outputs[1])
say(bool((model(inputs, training=True) != model(inputs)).numpy().any()))
"""


@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16"])
def test_examples_that_change_in_training_are_the_same_each_time_and_only_then(tmp_path, precision):
    folder = write(tmp_path, colour_images())
    own = Path(folder, "own.py")
    own.write_text(AUGMENTED)
    training = {"epochs": 3, "batch_size": 32, "precision": precision}
    given = {"model": str(own), "constants": {"rate": 0.01}, "training": training}
    a, b = ("a", {}), ("b", {"seed": 3})
    plain = ("c", {"hyper_parameters": {"augmented": False}})
    *said, same, changed = say_of(program(folder, [a, b, a, plain], **given) + TWICE, keras=True)
    assert said[0] == said[2]
    assert said[0] != said[3]
    assert train(folder, [b], **given) == [said[1]]
    assert (same, changed) == (True, True)
