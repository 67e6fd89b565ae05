"""Fitting a network: as `keras.Model.fit` does it, bit for bit."""

import pytest

from keras_process import say_of

PROGRAM = """
import numpy as np
from hpo.tasks.keras_network.training import fit as fitting
from hpo.tasks.keras_network.training.backend import keras, tf, use_one_thread
from hpo.tasks.keras_network.training.model import create_model

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


@pytest.mark.parametrize("precision", ["float32", "mixed_bfloat16"])
@pytest.mark.parametrize("dropout", [0.0, 0.3])
def test_weights_and_history_are_those_of_keras_bit_for_bit(precision, dropout):
    [(equal, theirs, ours)] = say_of(
        PROGRAM.format(precision=precision, dropout=dropout), keras=True
    )
    assert equal
    assert ours == theirs
