"""Fitting a network: as `keras.Model.fit` does it, bit for bit."""

import pytest

from keras_process import say_of

PROGRAM = """
import numpy as np
from sametrials.tasks.keras_network.training import fit as fitting
from sametrials.tasks.keras_network.training.backend import keras, tf, use_one_thread
from sametrials.tasks.keras_network.training.model import create_model

class Unshuffled:
    def permutation(self, size):
        return np.arange(size)

fitting.np.random.default_rng = lambda seed: Unshuffled()
use_one_thread()
rng = np.random.default_rng
data = np.random.RandomState(1)
train, validation = (
    fitting.Examples(
        tf.constant(data.randint(0, 256, (size, 28, 28)), tf.uint8),
        tf.constant(data.randint(0, 10, size), tf.uint8),
    )
    for size in (330, 70)  # no multiples of the batch size
)

def new_model():
    keras.backend.clear_session()
    keras.config.set_dtype_policy({precision!r})
    keras.utils.set_random_seed(1)
    return create_model(
        input_shape=(28, 28), num_classes=10, learning_rate=1e-3, num_dense_layers=2,
        num_dense_nodes=30, activation="relu", dropout={dropout!r},
    )

theirs, ours = new_model(), None
history = theirs.fit(
    fitting.scale(train.inputs), train.targets, epochs=2, batch_size=32, shuffle=False, verbose=0,
    validation_data=(fitting.scale(validation.inputs), validation.targets),
).history
weights = [each.numpy() for each in theirs.weights]
ours = new_model()
fitted = fitting.fit(ours, train, validation, epochs=2, batch_size=32, seed=1, callbacks=[])
say([
    all(np.array_equal(a, b.numpy()) for a, b in zip(weights, ours.weights, strict=True)),
    {{name: np.float32(values).tolist() for name, values in history.items()}},
    {{name: np.float32(values).tolist() for name, values in fitted.items()}},
])
"""


@pytest.mark.parametrize(("dropout", "precision"), [(0.3, "float32"), (0.0, "mixed_bfloat16")])
def test_weights_and_history_are_those_of_keras_bit_for_bit(precision, dropout):
    [(equal, theirs, ours)] = say_of(
        PROGRAM.format(precision=precision, dropout=dropout), keras=True
    )
    assert equal
    assert ours == theirs


FEATURES = """
import numpy as np
from sametrials.tasks.keras_network.training import fit as fitting
from sametrials.tasks.keras_network.training.backend import keras, tf, use_one_thread
from sametrials.tasks.keras_network.training.class_weights import balanced_weights

class Unshuffled:
    def permutation(self, size):
        return np.arange(size)

fitting.np.random.default_rng = lambda seed: Unshuffled()
use_one_thread()
data = np.random.RandomState(1)
x, labels = data.randn(330, 5).astype(np.float32), (data.rand(330) < 0.1).astype(np.uint8)
y = data.randn(330, 2).astype(np.float32)

def new_model(loss, optimizer, metrics):
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    hidden = keras.layers.Dense(7, activation="relu")
    model = keras.Sequential([keras.Input((5,)), hidden, keras.layers.Dense(2)])
    model.compile(optimizer(), loss, metrics=metrics)
    return model

def both(targets, *model, weights=None, callbacks=list, epochs=3, **given):
    theirs = new_model(*model)
    history = theirs.fit(
        x, targets, epochs=epochs, batch_size=32, shuffle=False, verbose=0,
        validation_data=(x[:70], targets[:70]), callbacks=callbacks(), **given,
    ).history
    found = [each.numpy() for each in theirs.weights]
    ours = new_model(*model)
    weights = None if weights is None else tf.constant(weights)
    train = fitting.Examples(tf.constant(x), tf.constant(targets), weights)
    validation = fitting.Examples(tf.constant(x[:70]), tf.constant(targets[:70]))
    fitted = fitting.fit(
        ours, train, validation, epochs=epochs, batch_size=32, seed=1, callbacks=callbacks()
    )
    equal = all(np.array_equal(a, b.numpy()) for a, b in zip(found, ours.weights, strict=True))
    histories = (history, fitted)
    say([equal, *({name: np.float32(each[name]).tolist() for name in each} for each in histories)])
"""


def assert_equal(program):
    for equal, theirs, ours in say_of(FEATURES + program, keras=True):
        assert equal
        assert ours == theirs


def test_float_features_and_several_targets_are_trained_as_keras_does():
    assert_equal("both(y, 'mean_squared_error', lambda: keras.optimizers.Adam(0.01), ['mae'])")


SCHEDULES = """
schedules = keras.optimizers.schedules
for schedule in (
    schedules.CosineDecay(0.1, decay_steps=20, warmup_steps=5, warmup_target=0.2),
    schedules.ExponentialDecay(0.1, 7, 0.5, staircase=True),
    schedules.PiecewiseConstantDecay([5, 20], [0.1, 0.01, 0.001]),
):
    both(y, "mean_squared_error", lambda: keras.optimizers.SGD(schedule, momentum=0.9), ["mae"])
"""


def test_schedules_of_the_learning_rate_go_on_from_step_to_step_as_in_keras():
    assert_equal(SCHEDULES)


WEIGHTED = """
weights = balanced_weights(labels)
of_classes = {label: float(weights[labels == label][0]) for label in (0, 1)}
loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model = (loss, lambda: keras.optimizers.Adam(0.01), ["accuracy"])
both(labels, *model, weights=weights, class_weight=of_classes)
"""


def test_weights_of_classes_are_those_of_keras_and_count_in_training_alone():
    assert_equal(WEIGHTED)


CALLBACKS = """
heard = []

class Heard(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        heard.append(self.params)

    def on_train_end(self, logs=None):
        heard.append({name: float(np.float32(logs[name])) for name in sorted(logs)})

model = ("mean_squared_error", lambda: keras.optimizers.SGD(0.05, momentum=0.9), ["mae"])
given = keras.callbacks
for callbacks in (
    lambda: [given.LearningRateScheduler(lambda epoch, rate: rate / (1 + epoch)), Heard()],
    lambda: [given.ReduceLROnPlateau(factor=0.3, patience=1, min_delta=0.1)],
    lambda: [given.EarlyStopping(patience=1, restore_best_weights=True, min_delta=0.1)],
    lambda: [given.SwapEMAWeights(swap_on_epoch=True)],
):
    if len(callbacks()) == 1 and isinstance(callbacks()[0], given.SwapEMAWeights):
        model = (
            model[0], lambda: keras.optimizers.Adam(0.05, use_ema=True, ema_momentum=0.9), model[2]
        )
    both(y, *model, callbacks=callbacks, epochs=6)
"""


def test_callbacks_for_epochs_act_as_in_keras():
    said = say_of(FEATURES + CALLBACKS + "say(heard)", keras=True)
    *trainings, (params, last, ours, our_last) = said
    for equal, theirs, fitted in trainings:
        assert equal
        assert fitted == theirs
    rates, plateau, stopped, _ = (theirs for _, theirs, _ in trainings)
    assert len(set(rates["learning_rate"])) == 6
    assert len(set(plateau["learning_rate"])) > 1
    assert len(stopped["loss"]) < 6
    assert ours == params == {"verbose": 0, "epochs": 6, "steps": 11}
    assert our_last == last
