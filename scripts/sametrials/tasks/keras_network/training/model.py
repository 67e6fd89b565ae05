"""The network whose hyper-parameters are searched, unless config.yaml names a user's model file.

`create_model` takes, by name, what follows from the data, which are images, and the
hyper-parameters; config.yaml's search space and constants name the latter.
"""

from collections.abc import Sequence

import keras

from sametrials.tasks.keras_network.training.output_layer import with_output


def create_model(
    *,
    input_shape: tuple[int, ...],
    num_classes: int | None = None,
    num_outputs: int | None = None,
    target_mean: Sequence[float] = (0.0,),
    target_scale: Sequence[float] = (1.0,),
    learning_rate: float,
    num_dense_layers: int,
    num_dense_nodes: int,
    activation: str,
    num_conv_layers: int = 2,
    kernel_size: int = 5,
    num_filters: int = 16,
    filter_growth: float = 2.25,
    dropout: float = 0.0,
) -> keras.Model:
    """Make and compile a convolutional network.

    Convolutions, each with a 2 x 2 max-pooling, then dense layers, then a softmax over the classes
    or a linear layer for the numbers to predict; the optimizer is Adam. The defaults, two 5 x 5
    convolutions of 16 and 36 filters and no dropout, make the network of the Hvass-Labs TensorFlow
    tutorial 19.

    Parameters
    ----------
    input_shape
        Height and width of an image, in pixels, and the number of its colours unless it is grey.
        The network takes float32 arrays of shape (batch, *input_shape) with values in 0 ... 1.
    num_classes
        Number of classes; labels are integers from 0. None for a regression.
    num_outputs
        How many numbers a regression predicts; None for classes.
    target_mean, target_scale
        Mean and standard deviation of each of these numbers in the training part.
    learning_rate
        Learning rate of Adam.
    num_dense_layers
        Number of dense layers between the convolutions and the output.
    num_dense_nodes
        Number of nodes in each of them.
    activation
        Activation function of all layers but the last.
    num_conv_layers
        Number of convolutions. Each pooling halves height and width, which must not fall below 1
        (`sametrials.tasks.keras_network.arguments`).
    kernel_size
        Height and width of each convolution's kernel, in pixels.
    num_filters
        Number of filters of the first convolution.
    filter_growth
        Factor of the number of filters from one convolution to the next; the number is rounded.
    dropout
        Share, 0 to below 1, of the nodes that are dropped after each dense layer in training.
    """
    layers = keras.layers
    stack = [keras.Input(shape=input_shape)]
    if len(input_shape) == 2:  # grey
        stack.append(layers.Reshape((*input_shape, 1)))
    for i in range(num_conv_layers):
        stack += [
            layers.Conv2D(
                round(num_filters * filter_growth**i),
                kernel_size,
                padding="same",
                activation=activation,
                name=f"layer_conv{i + 1}",
            ),
            layers.MaxPooling2D(2, strides=2),
        ]
    stack.append(layers.Flatten())
    for i in range(num_dense_layers):
        stack.append(
            layers.Dense(num_dense_nodes, activation=activation, name=f"layer_dense_{i + 1}")
        )
        if dropout:
            stack.append(layers.Dropout(dropout))
    return with_output(
        stack,
        learning_rate,
        num_classes=num_classes,
        num_outputs=num_outputs,
        target_mean=target_mean,
        target_scale=target_scale,
    )
