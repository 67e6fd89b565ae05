import pytest

from keras_process import say_of

# The network as it was written down before it had more than four hyper-parameters.
PROGRAM = """
import numpy as np
from sametrials.tasks.keras_network.training.backend import keras, use_one_thread
from sametrials.tasks.keras_network.training.model import create_model

use_one_thread()
layers = keras.layers
TUTORIAL = dict(learning_rate=1e-3, num_dense_layers=2, num_dense_nodes=30, activation="relu")

def tutorial():
    return keras.Sequential([
        keras.Input(shape=(28, 28)),
        layers.Reshape((28, 28, 1)),
        layers.Conv2D(16, 5, padding="same", activation="relu", name="layer_conv1"),
        layers.MaxPooling2D(2, strides=2),
        layers.Conv2D(36, 5, padding="same", activation="relu", name="layer_conv2"),
        layers.MaxPooling2D(2, strides=2),
        layers.Flatten(),
        layers.Dense(30, activation="relu", name="layer_dense_1"),
        layers.Dense(30, activation="relu", name="layer_dense_2"),
        layers.Dense(10, activation="softmax", dtype="float32", name="layer_output"),
    ])

def ours(**changes):
    return create_model(input_shape=(28, 28), num_classes=10, **TUTORIAL | changes)

def fresh(make, **changes):
    keras.backend.clear_session()
    keras.utils.set_random_seed(1)
    return make(**changes)

def facts(model):
    return [
        [type(layer).__name__, layer.output.shape[1:]]
        + [layer.kernel_size[0] for _ in "x" if hasattr(layer, "kernel_size")]
        + [layer.rate for _ in "x" if hasattr(layer, "rate")]
        for layer in model.layers
    ]

first, second = fresh(tutorial), fresh(ours)
say([layer.name for layer in first.layers] == [layer.name for layer in second.layers]
    and all(np.array_equal(a, b) for a, b in
            zip(first.get_weights(), second.get_weights(), strict=True)))
for changes in (
    {"num_conv_layers": 4, "kernel_size": 3, "num_filters": 10, "filter_growth": 1.5},
    {"num_conv_layers": 0, "dropout": 0.25},
):
    say(facts(fresh(ours, **changes)))
"""


@pytest.fixture(scope="module")
def said():
    return say_of(PROGRAM, keras=True)


def test_the_defaults_are_the_network_of_the_tutorial_with_the_same_weights_bit_for_bit(said):
    assert said[0] is True


def test_convolutions_have_the_number_kernel_and_filters_that_are_asked_for(said):
    convolutions = [layer for layer in said[1] if layer[0] == "Conv2D"]
    assert convolutions == [
        ["Conv2D", [28, 28, 10], 3],
        ["Conv2D", [14, 14, 15], 3],
        ["Conv2D", [7, 7, 22], 3],
        ["Conv2D", [3, 3, 34], 3],
    ]
    poolings = [shape for kind, shape, *_ in said[1] if kind == "MaxPooling2D"]
    assert [shape[0] for shape in poolings] == [14, 7, 3, 1]


def test_dropout_follows_each_dense_layer_but_the_last(said):
    assert said[2] == [
        ["Reshape", [28, 28, 1]],
        ["Flatten", [784]],
        *(["Dense", [30]], ["Dropout", [30], 0.25]),
        *(["Dense", [30]], ["Dropout", [30], 0.25]),
        ["Dense", [10]],
    ]
