"""Dense layers for examples of any shape, such as rows of a table: `model: mlp` in config.yaml.

`create_model` takes, by name, what follows from the data and the hyper-parameters; config.yaml's
search space and constants name the latter.
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
    num_dense_layers: int = 2,
    num_dense_nodes: int = 64,
    activation: str = "relu",
    dropout: float = 0.0,
    weight_decay: float = 0.0,
) -> keras.Model:
    """Make and compile a multi-layer perceptron.

    The example is flattened; dense layers follow, then a softmax over the classes or a linear layer
    for the numbers to predict. The optimizer is Adam.

    Parameters
    ----------
    input_shape
        Shape of an example. The network takes float32 arrays of shape (batch, *input_shape).
    num_classes
        Number of classes; labels are integers from 0. None for a regression.
    num_outputs
        How many numbers a regression predicts; None for classes.
    target_mean, target_scale
        Mean and standard deviation of each of these numbers in the training part.
    learning_rate
        Learning rate of Adam.
    num_dense_layers
        Number of dense layers before the output.
    num_dense_nodes
        Number of nodes in each of them.
    activation
        Activation function of these layers.
    dropout
        Share, 0 to below 1, of the nodes that are dropped after each dense layer in training.
    weight_decay
        By what share of the learning rate all weights shrink in each step (AdamW); it is no part of
        the loss, so losses under different values can be compared.
    """
    layers = [keras.Input(shape=input_shape), keras.layers.Flatten()]
    for i in range(num_dense_layers):
        layers.append(
            keras.layers.Dense(num_dense_nodes, activation=activation, name=f"layer_dense_{i + 1}")
        )
        if dropout:
            layers.append(keras.layers.Dropout(dropout))
    return with_output(
        layers,
        learning_rate,
        weight_decay=weight_decay or None,
        num_classes=num_classes,
        num_outputs=num_outputs,
        target_mean=target_mean,
        target_scale=target_scale,
    )
