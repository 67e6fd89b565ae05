"""A user's model file: batch normalisation, an optimizer by its name, a schedule."""

import keras


def create_model(input_shape, num_classes, optimizer, learning_rate, schedule=False):
    """Make a small network with layers of its own random numbers."""
    model = keras.Sequential(
        [
            keras.Input(input_shape),
            keras.layers.Reshape((*input_shape, 1)),
            keras.layers.RandomFlip("horizontal"),
            keras.layers.Conv2D(3, 3),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.GlobalAveragePooling2D(),
            keras.layers.GaussianNoise(0.1),
            keras.layers.Dense(num_classes, activation="softmax"),
        ]
    )
    optimizers = {
        "adam": keras.optimizers.Adam(learning_rate),
        "adamw": keras.optimizers.AdamW(learning_rate, weight_decay=0.1),
        "sgd": keras.optimizers.SGD(learning_rate, momentum=0.9, nesterov=True),
        "rmsprop": keras.optimizers.RMSprop(learning_rate),
    }
    model.compile(optimizers[optimizer], "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def create_callbacks(schedule=False):
    """Halve the learning rate after each epoch, if asked."""
    halve = keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate / 2 if epoch else rate)
    return [halve] if schedule else []
