"""The callbacks of a user's own model file: `create_callbacks`."""

from pathlib import Path

import numpy as np
import pytest
from trained import OWN, program, refused, train, write_mislabelled

from keras_process import say_of

SIX = {"epochs": 6, "batch_size": 16, "precision": "float32"}
BEST_LOSS = {"metric": "val_loss", "direction": "minimize", "epoch": "best"}
LAST_LOSS = {"metric": "val_loss", "direction": "minimize"}
FAST = {"rate": 0.01}
LONG = SIX | {"epochs": 20}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Data of which an epoch in the middle is the best."""
    return write_mislabelled(tmp_path_factory.mktemp("mislabelled"))


def with_callbacks(folder: Path, source: str) -> str:
    """Write a model file with a `create_callbacks`; returns its path."""
    path = folder / "with_callbacks.py"
    path.write_text(OWN.replace("METRICS", '["accuracy"]') + source)
    return str(path)


def given(folder: Path, source: str, **others) -> dict:
    model = with_callbacks(folder, source)
    return {"training": SIX, "model": model, "constants": FAST} | others


ASKING = """
def create_callbacks(rate, num_classes):
    assert (rate, num_classes) == (0.01, 3)
    return [keras.callbacks.LearningRateScheduler(lambda epoch, now: now / 3)]
"""
ALL = """
def create_callbacks(**given):
    assert sorted(given) == ["input_shape", "num_classes", "rate"], given
    return []
"""


def test_it_gets_what_it_asks_for_and_its_callbacks_take_part_in_the_training(folder):
    epochs = {"hyper_parameters": {"epochs": 2}}
    [(state, _, scheduled, _)] = train(folder, [("a", epochs)], **given(folder, ASKING))
    assert (state, len(scheduled["loss"])) == ("complete", 2)
    [(_, _, plain, _)] = train(folder, [("a", epochs)], **given(folder, ""))
    assert scheduled["loss"] != plain["loss"]
    [(_, _, empty, _)] = train(folder, [("a", epochs)], **given(folder, ALL))
    assert empty == plain


STATEFUL = """
import random

def create_callbacks(rate):
    class Noisy(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs):
            self.model.optimizer.learning_rate = 0.01 * random.random() * float(drawn)

    drawn = keras.random.uniform([])
    if rate < 0.01:
        keras.config.set_floatx("float64")
    return [Noisy(), keras.callbacks.ReduceLROnPlateau(patience=1)]
"""


def test_a_training_is_the_same_bit_for_bit_whatever_was_trained_before(folder):
    a, b = ("a", {}), ("b", {"seed": 3, "hyper_parameters": {"rate": 0.003}})
    of_the_file = given(folder, STATEFUL)
    said = train(folder, [a, b, a], **of_the_file)
    assert said[0] == said[2]
    assert said[0] != said[1]
    assert train(folder, [b], **of_the_file) == [said[1]]


STOPS = """
def create_callbacks():
    return [keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)]
"""
WEIGHTS = """
import numpy as np
from sametrials.tasks.keras_network.training.fit import scale

saved = keras.saving.load_model(folder / "a.keras")
inputs, targets = scale(trainer.validation.inputs), trainer.validation.targets
say(saved.evaluate(inputs, targets, batch_size=16, verbose=0)[0])
"""


@pytest.mark.parametrize("objective", [LAST_LOSS, BEST_LOSS])
def test_a_callback_may_end_the_training_and_the_model_is_that_which_was_measured(
    folder, objective
):
    others = {"objective": objective, "training": LONG}
    stopping = program(folder, [("a", {})], **given(folder, STOPS, **others))
    (state, value, history, _), measured = say_of(stopping + WEIGHTS, keras=True)
    losses = history["val_loss"]
    assert state == "complete"
    assert 3 <= len(losses) < 20
    best = int(np.argmin(losses))
    assert best == len(losses) - 3
    assert value == pytest.approx(losses[best if objective is BEST_LOSS else -1])
    assert measured == pytest.approx(value, rel=1e-5)


SWAPS = """
def create_callbacks():
    return [keras.callbacks.SwapEMAWeights(swap_on_epoch=True)]
"""


@pytest.mark.parametrize("source", ["", SWAPS])
def test_of_weights_that_are_averaged_those_are_saved_that_were_measured(folder, source):
    of_the_file = given(folder, source, objective=LAST_LOSS)
    model = Path(of_the_file["model"])
    averaging = "Adam(rate, use_ema=True, ema_momentum=0.9)"
    model.write_text(model.read_text().replace("Adam(rate)", averaging))
    said = say_of(program(folder, [("a", {})], **of_the_file) + WEIGHTS, keras=True)
    (_, value, _, _), measured = said
    assert measured == pytest.approx(value, rel=1e-5)


STOPS_AT_THE_VALIDATION = """
def create_callbacks():
    class Stop(keras.callbacks.Callback):
        def on_test_end(self, logs):
            self.model.stop_training = True

    return [Stop()]
"""


def test_a_callback_may_end_the_training_before_the_end_of_the_epoch_is_heard(folder):
    [(state, _, history, _)] = train(folder, [("a", {})], **given(folder, STOPS_AT_THE_VALIDATION))
    assert (state, len(history["loss"])) == ("complete", 1)


GOES_ON = """
def create_callbacks():
    return [keras.callbacks.Callback()]
"""


def test_a_callback_that_does_nothing_does_not_hinder_the_end_for_want_of_patience(folder):
    others = {"objective": BEST_LOSS, "training": LONG | {"patience": 2}}
    said = train(folder, [("a", {})], **given(folder, GOES_ON, **others))
    assert said == train(folder, [("a", {})], **given(folder, "", **others))
    assert len(said[0][2]["loss"]) < 20


REFUSED = {
    "batch": (
        "class Counting(keras.callbacks.Callback):\n    def on_train_batch_end(self, batch, logs):"
        "\n        pass\n\ndef create_callbacks():\n    return [Counting()]",
        "found Counting, which has on_train_batch_end, expected callbacks for epochs only",
    ),
    "alias": (
        "def create_callbacks():\n    return [keras.callbacks.TerminateOnNaN()]",
        "found TerminateOnNaN, which has on_batch_end, expected callbacks for epochs only",
    ),
    "of the object": (
        "def create_callbacks():\n    hook = lambda batch, logs: None\n"
        "    return [keras.callbacks.LambdaCallback(on_train_batch_begin=hook)]",
        "found LambdaCallback, which has on_train_batch_begin, expected callbacks for epochs only",
    ),
    "test": (
        "class Slow(keras.callbacks.Callback):\n    def on_test_batch_begin(self, batch, logs):"
        "\n        pass\n\ndef create_callbacks():\n    return [Slow()]",
        "found Slow, which has on_test_batch_begin, expected callbacks for epochs only",
    ),
    "nothing": (
        "def create_callbacks():\n    pass",
        "found NoneType as what it returns, expected a list of callbacks of Keras",
    ),
    "class": (
        "def create_callbacks():\n    return [keras.callbacks.EarlyStopping]",
        "found type in the list that it returns, expected callbacks of Keras only",
    ),
}


@pytest.mark.parametrize(("source", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_callbacks_that_cannot_be_used_are_refused_in_a_line_before_any_training(
    folder, source, message
):
    error = refused(folder, **given(folder, f"\n\n{source}\n"))
    assert error.startswith(f"sametrials.common.errors.ConfigError: create_callbacks: {message}")


KEPT = """
KEPT = keras.callbacks.ReduceLROnPlateau(patience=1)

def create_callbacks():
    return [KEPT]
"""
SECOND = """
from sametrials.common.errors import ConfigError

try:
    trainer(Job(1, dict(), 97, folder / "log", folder / "second.keras", 0.0))
except ConfigError as error:
    say(str(error))
"""


def test_a_callback_that_is_kept_for_the_next_trial_is_refused_there(folder):
    first = program(folder, [("a", {})], **given(folder, KEPT))
    [_, message] = say_of(first + SECOND, keras=True)
    assert message == (
        "create_callbacks: found a ReduceLROnPlateau that an earlier trial has used, expected new "
        "ones from each call"
    )


FAILS = """
def create_callbacks():
    class Full(keras.callbacks.Callback):
        def on_epoch_end(self, epoch, logs):
            raise OSError("no room")

    return [Full()]
"""


FAILS_AT_ONCE = """
def create_callbacks():
    raise OSError("no room")
"""


@pytest.mark.parametrize("source", [FAILS, FAILS_AT_ONCE])
def test_an_os_error_of_a_callback_is_that_of_the_model(folder, source):
    assert (
        refused(folder, **given(folder, source))
        == "sametrials.trials.job.ModelError: OSError: no room"
    )
