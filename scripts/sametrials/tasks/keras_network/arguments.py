"""The hyper-parameters of our own models, their allowed values, and what the models report.

They are the arguments of `create_model` in the modules of
`sametrials.tasks.keras_network.training.built_in.MODELS`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sametrials.data.kind import CLASSIFICATION, REGRESSION

_AT_LEAST_1 = {"type": "integer", "minimum": 1}
_ABOVE_0 = {"type": "number", "exclusiveMinimum": 0, "title": "a number above 0"}

OUR_ARGUMENTS = {
    "learning_rate": _ABOVE_0,
    "num_dense_layers": {"type": "integer", "minimum": 0},
    "num_dense_nodes": _AT_LEAST_1,
    "activation": {
        "title": "the name of an activation function of Keras (relu, sigmoid, tanh, ...)",
        "enum": [
            *("celu", "elu", "exponential", "gelu", "glu", "hard_shrink", "hard_sigmoid"),
            *(
                "hard_silu",
                "hard_swish",
                "hard_tanh",
                "leaky_relu",
                "linear",
                "log_sigmoid",
                "log_softmax",
            ),
            *("mish", "relu", "relu6", "selu", "sigmoid", "silu", "soft_shrink", "softmax"),
            *("softplus", "softsign", "sparse_plus", "sparse_sigmoid", "sparsemax", "squareplus"),
            *("swish", "tanh", "tanh_shrink", "threshold"),
        ],
    },
    "num_conv_layers": {"type": "integer", "minimum": 0},
    "kernel_size": _AT_LEAST_1,
    "num_filters": _AT_LEAST_1,
    "filter_growth": _ABOVE_0,
    "dropout": {
        "type": "number",
        "minimum": 0,
        "exclusiveMaximum": 1,
        "title": "a number from 0 to below 1",
    },
}
"""The allowed values of the arguments of our convolutional network, as JSON schemas."""

ARGUMENTS = {
    None: OUR_ARGUMENTS,
    "mlp": {
        **{
            name: OUR_ARGUMENTS[name]
            for name in (
                *("learning_rate", "num_dense_layers", "num_dense_nodes"),
                *("activation", "dropout"),
            )
        },
        "weight_decay": {"type": "number", "minimum": 0, "title": "a number from 0"},
    },
}
"""The same for each of our own models, by what config.yaml calls it."""

OUR_METRICS = {
    CLASSIFICATION: ("accuracy", "loss", "val_accuracy", "val_loss"),
    REGRESSION: ("loss", "mae", "rmse", "val_loss", "val_mae", "val_rmse"),
}
"""The metrics that the training of our own models reports after each epoch, by what it is for."""

METRIC_OF_A_REGRESSION = "val_loss"
"""What is optimised where nothing is said and there are no classes: any network reports it."""


def shows(kind: str, noun: str) -> tuple[str, ...]:
    """List what a network can show afterwards (`sametrials.tasks.shown`).

    Parameters
    ----------
    kind
        "classification" or "regression".
    noun
        What the examples are called: "images", "rows" or "examples".
    """
    predicted = "predictions" if kind == CLASSIFICATION else "values"
    of_the_examples = {"images": ("images",), "rows": ("columns",)}
    return ("model", predicted, *of_the_examples.get(noun, ()))


def too_many_convolutions(
    search_space: Mapping[str, Mapping], constants: Mapping[str, Any], image_shape: tuple[int, ...]
) -> dict[tuple[str | int, ...], tuple[str, str]]:
    """Find the places in config.yaml with more convolutions than the images allow.

    Parameters
    ----------
    search_space, constants
        As in config.yaml.
    image_shape
        Height and width in pixels, and perhaps the number of colours.

    Returns
    -------
    dict
        Maps each place, as a tuple of keys, to what was found and what was expected there.
    """
    most = min(image_shape[:2]).bit_length() - 1  # each pooling halves them, rounding down
    expected = (
        f"{most} at most, since a pooling after each convolution halves the images, "
        f"which are {image_shape[0]} x {image_shape[1]}"
    )
    return {
        place: (str(value), expected)
        for place, value in _highest_values("num_conv_layers", search_space, constants)
        if isinstance(value, int | float) and value > most
    }


def _highest_values(
    name: str, search_space: Mapping[str, Mapping], constants: Mapping[str, Any]
) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Yield each place that may hold the highest value of an argument, and that value."""
    dimension = search_space.get(name, {})
    if "high" in dimension:
        yield ("search_space", name, "high"), dimension["high"]
    for key in ("categories", "values"):
        for i, value in enumerate(dimension.get(key, ())):
            yield ("search_space", name, key, i), value
    if name in constants:
        yield ("constants", name), constants[name]
