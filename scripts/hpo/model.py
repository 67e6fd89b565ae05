"""The network whose hyper-parameters are searched: edit it, or put your own in its place.

`create_model` takes the shape of the images, the number of classes and, by name, the
hyper-parameters; config.yaml's search space names the same ones.
"""

import keras


def create_model(
    *,
    input_shape: tuple[int, int],
    num_classes: int,
    learning_rate: float,
    num_dense_layers: int,
    num_dense_nodes: int,
    activation: str,
) -> keras.Model:
    """Make and compile the convolutional network of the Hvass-Labs TensorFlow tutorial 19.

    Two 5 x 5 convolutions (16 and 36 filters), each with a 2 x 2 max-pooling, then the dense
    layers, then a softmax over the classes; the optimizer is Adam.

    Parameters
    ----------
    input_shape
        Height and width of an image, in pixels. The network takes float32 arrays of shape
        (batch, height, width) with values in 0 ... 1.
    num_classes
        Number of classes; labels are integers from 0.
    learning_rate
        Of Adam.
    num_dense_layers
        Number of dense layers between the convolutions and the output.
    num_dense_nodes
        Number of nodes in each of them.
    activation
        Activation function of all layers but the last.
    """
    layers = keras.layers
    model = keras.Sequential(
        [
            keras.Input(shape=input_shape),
            layers.Reshape((*input_shape, 1)),
            layers.Conv2D(16, 5, padding="same", activation=activation, name="layer_conv1"),
            layers.MaxPooling2D(2, strides=2),
            layers.Conv2D(36, 5, padding="same", activation=activation, name="layer_conv2"),
            layers.MaxPooling2D(2, strides=2),
            layers.Flatten(),
            *[
                layers.Dense(num_dense_nodes, activation=activation, name=f"layer_dense_{i + 1}")
                for i in range(num_dense_layers)
            ],
            # float32 whatever the precision: a softmax in bfloat16 loses the small probabilities.
            layers.Dense(num_classes, activation="softmax", dtype="float32", name="layer_output"),
        ]
    )
    model.compile(
        optimizer=keras.optimizers.Adam(learning_rate=learning_rate),
        loss="sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model
