"""Count the floating point operations of a trial from the shapes of its layers."""

from collections.abc import Mapping
from typing import Any

OPERATIONS = 2
"""A multiplication and an addition."""

PASSES = 3
"""A training step goes forward, and back twice: for the gradients of inputs and of weights.

(Each costs as many multiply-adds as the pass forward. The first layer needs no gradient of its
inputs: for our network the count is too high by 2 to 3 percent. Biases, activations, pooling and
the optimizer, which do not multiply matrices, are left out; they cost 1 percent or so.)
"""


def convolution(height: int, width: int, kernel: int, inputs: int, outputs: int) -> int:
    """Count the multiply-adds of a convolution with `same` padding, for one image.

    Parameters
    ----------
    height, width
        Size of its input, and so of its output, in pixels.
    kernel
        Height and width of the kernel.
    inputs, outputs
        Number of channels, and of filters.
    """
    return height * width * kernel**2 * inputs * outputs


def forward_multiply_adds(
    hyper_parameters: Mapping[str, Any], image_shape: tuple[int, int] = (28, 28), classes: int = 10
) -> dict[str, int]:
    """Count the multiply-adds that our own network takes for one image, by its layers.

    Parameters
    ----------
    hyper_parameters
        num_dense_layers and num_dense_nodes; the network's other defaults stand.
    image_shape
        Height and width, in pixels.
    classes
        Number of classes.
    """
    height, width = image_shape
    counts = {
        "layer_conv1": convolution(height, width, 5, 1, 16),
        "layer_conv2": convolution(height // 2, width // 2, 5, 16, 36),
    }
    inputs = (height // 4) * (width // 4) * 36
    nodes = hyper_parameters["num_dense_nodes"]
    for number in range(hyper_parameters["num_dense_layers"]):
        counts[f"layer_dense_{number + 1}"] = inputs * nodes
        inputs = nodes
    return counts | {"layer_output": inputs * classes}


def training_operations(hyper_parameters: Mapping[str, Any], images: int, epochs: int) -> int:
    """Count the floating point operations of all training steps of a trial on 28 x 28 images."""
    forward = sum(forward_multiply_adds(hyper_parameters).values())
    return OPERATIONS * PASSES * forward * images * epochs


def validation_operations(hyper_parameters: Mapping[str, Any], images: int, epochs: int) -> int:
    """Count the operations that measure a trial's accuracy after each epoch."""
    return OPERATIONS * sum(forward_multiply_adds(hyper_parameters).values()) * images * epochs
