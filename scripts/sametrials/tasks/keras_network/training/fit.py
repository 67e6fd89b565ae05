"""Fit a network as `keras.Model.fit` does, but with one call of TensorFlow per epoch.

`fit` asks a pipeline for every batch, which takes a good part of the time on a single thread. The
arithmetic of each batch is the same: given the same order of examples, the weights are those of
`fit` bit for bit.
"""

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from sametrials.common.errors import ConfigError
from sametrials.common.held_source import hold_source
from sametrials.tasks.keras_network.training.backend import keras, tf

hold_source(__file__)  # AutoGraph reads it again for each network

SCALE = np.float32(1 / 255)


class Examples(NamedTuple):
    """Examples and what is to be predicted of them, in TensorFlow's memory.

    Attributes
    ----------
    inputs
        N examples of one shape: images as uint8, 0 to 255; all others as float32.
    targets
        N labels, uint8 or uint16; or N x outputs float32.
    weights
        N float32, by which the loss of each counts in training; None if all count alike.
    """

    inputs: tf.Tensor
    targets: tf.Tensor
    weights: tf.Tensor | None = None


def scale(inputs: tf.Tensor | np.ndarray) -> tf.Tensor | np.ndarray:
    """Turn pixels 0 ... 255 (uint8) into 0 ... 1 (float32); leave float32 as it is."""
    if tf.as_dtype(inputs.dtype) == tf.float32:
        return inputs
    return tf.cast(inputs, tf.float32) * SCALE


def fit(
    model: keras.Model,
    train: Examples,
    validation: Examples,
    *,
    epochs: int,
    batch_size: int,
    seed: int,
    callbacks: Sequence[keras.callbacks.Callback],
    check_metrics: Callable[[list[str]], None] = lambda names: None,
) -> dict[str, list[float]]:
    """Train a compiled model, and measure it on the validation examples after each epoch.

    Parameters
    ----------
    model
        The compiled model.
    train, validation
        The examples; the model gets their inputs from `scale`.
    epochs, batch_size
        As for `keras.Model.fit`.
    seed
        Seed of the order of the training examples, which changes with each epoch.
    callbacks
        Called for the training, its epochs and its validations, but not for batches. One that sets
        `stop_training` ends the training after the epoch.
    check_metrics
        Called before the first epoch with the names of all metrics that an epoch will report.

    Returns
    -------
    dict
        Values per epoch of the loss and the metrics, and of the same on the validation examples
        with the prefix `val_`.
    """
    # Metrics and the optimizer create their variables at first use, which must not happen inside a
    # loop of TensorFlow.
    model.test_step((scale(validation.inputs[:1]), validation.targets[:1]))
    measured = list(model.get_metrics_result())
    check_metrics([*measured, *(f"val_{name}" for name in measured)])
    model.optimizer.build(model.trainable_variables)
    train_epoch = _epoch(model, model.train_step, train, batch_size)
    validate = _epoch(model, model.test_step, validation, batch_size)
    rng = np.random.default_rng(seed)
    heard = keras.callbacks.CallbackList(
        list(callbacks),
        add_history=True,
        model=model,
        epochs=epochs,
        steps=math.ceil(len(train.targets) / batch_size),
        verbose=0,
    )
    model.stop_training = False
    heard.on_train_begin()
    for epoch in range(epochs):
        heard.on_epoch_begin(epoch)
        logs = train_epoch(rng.permutation(len(train.targets)))
        heard.on_test_begin()
        validated = validate(np.arange(len(validation.targets)))
        heard.on_test_end(validated)
        logs |= {f"val_{name}": validated[name] for name in validated}
        heard.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    model.optimizer.finalize_variable_values(model.trainable_weights)
    heard.on_train_end(logs)
    return model.history.history


def _epoch(
    model: keras.Model, step: Callable, examples: Examples, batch_size: int
) -> Callable[[np.ndarray], dict[str, float]]:
    """Make a function that takes one step per batch, in a given order, and returns metrics."""
    step = tf.function(step, jit_compile=model.jit_compile)
    size = len(examples.targets)
    others = [each for each in examples[1:] if each is not None]

    def steps(order):
        for start in tf.range(0, size, batch_size):
            batch = order[start : start + batch_size]
            inputs = scale(tf.gather(examples.inputs, batch))
            step((inputs, *(tf.gather(each, batch) for each in others)))

    # Traced here, so that the first epoch takes as long as the others.
    steps = tf.function(steps).get_concrete_function(tf.TensorSpec([size], tf.int32))

    def run(order: np.ndarray) -> dict[str, float]:
        model.reset_metrics()
        steps(tf.constant(order, tf.int32))
        return {name: _number(name, value) for name, value in model.get_metrics_result().items()}

    return run


def _number(name: str, value: tf.Tensor) -> float:
    """Convert a metric to one number; one for each class, as of an F1 score, is a mistake."""
    if np.size(value) != 1:
        raise ConfigError(
            f"create_model: found the metric {name} with {np.size(value)} values, expected one "
            "that gives a single number (average='macro', for instance)"
        )
    return float(value)
