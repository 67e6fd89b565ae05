"""The last layer of our own models, and what they are trained for: classes, or numbers."""

from collections.abc import Sequence

import keras


def with_output(
    layers: Sequence[keras.KerasTensor | keras.layers.Layer],
    learning_rate: float,
    *,
    weight_decay: float | None = None,
    num_classes: int | None = None,
    num_outputs: int | None = None,
    target_mean: Sequence[float] = (0.0,),
    target_scale: Sequence[float] = (1.0,),
) -> keras.Model:
    """Make and compile a model of the given layers and a last one; the optimizer is Adam.

    For classes, that is a softmax, and the loss the cross-entropy. For numbers, it is linear, and
    the loss the mean squared error; its outputs are in units of `target_scale` above `target_mean`,
    so that weights of the usual size fit targets of any size.

    Parameters
    ----------
    layers
        The input, and all layers but the last.
    learning_rate, weight_decay
        Of Adam.
    num_classes, num_outputs
        The number of classes, or of the numbers to predict: one of the two.
    target_mean, target_scale
        Mean and standard deviation of each number in the training part.

    Raises
    ------
    ValueError
        Neither classes nor outputs are given.
    """
    if num_classes is None and num_outputs is None:
        raise ValueError("expected num_classes or num_outputs")
    # float32 whatever the precision: a softmax in bfloat16 loses the small probabilities.
    last = {"dtype": "float32", "name": "layer_output"}
    if num_classes is not None:
        model = keras.Sequential(
            [*layers, keras.layers.Dense(num_classes, activation="softmax", **last)]
        )
        loss, metrics = "sparse_categorical_crossentropy", ["accuracy"]
    else:
        units = keras.layers.Rescaling(
            list(target_scale), list(target_mean), dtype="float32", name="layer_units"
        )
        model = keras.Sequential([*layers, keras.layers.Dense(num_outputs, **last), units])
        loss = "mean_squared_error"
        metrics = [
            keras.metrics.MeanAbsoluteError(name="mae"),
            keras.metrics.RootMeanSquaredError(name="rmse"),
        ]
    optimizer = keras.optimizers.Adam(learning_rate=learning_rate, weight_decay=weight_decay)
    model.compile(optimizer=optimizer, loss=loss, metrics=metrics)
    return model
