"""A small network, and two optimizers that have hyper-parameters of their own."""

import keras


def create_model(
    input_shape,
    num_classes,
    optimizer,
    learning_rate,
    units,
    momentum=0.0,  # of sgd only: a default is needed where it may not be given
    nesterov=False,
    beta_2=0.999,  # of adam only
):
    model = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(num_classes, activation="softmax"),
        ]
    )
    chosen = {
        "sgd": lambda: keras.optimizers.SGD(learning_rate, momentum, nesterov),
        "adam": lambda: keras.optimizers.Adam(learning_rate, beta_2=beta_2),
    }[optimizer]()
    model.compile(chosen, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
