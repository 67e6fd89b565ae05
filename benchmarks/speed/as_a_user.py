"""A trial as the seed's example has it, for every method that is not ours.

Keras's own `fit` with its log for TensorBoard, on as many threads as TensorFlow takes; the best
model is saved, the others are thrown away.
"""

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import keras
import numpy as np

from request import BEST_MODEL, Request, note_trial
from sametrials.data.arrays import load_arrays
from sametrials.tasks.keras_network.training.model import create_model


class UserImages(NamedTuple):
    """Images as a user holds them.

    Attributes
    ----------
    x, x_validation
        float32, N x 28 x 28, 0 to 1.
    y, y_validation
        uint8, N.
    """

    x: np.ndarray
    y: np.ndarray
    x_validation: np.ndarray
    y_validation: np.ndarray


def load_images(path: str | Path) -> UserImages:
    """Load the images and scale them, once."""
    arrays = load_arrays(path)
    return UserImages(
        arrays.x_train.astype(np.float32) / 255,
        arrays.y_train,
        arrays.x_validation.astype(np.float32) / 255,
        arrays.y_validation,
    )


def new_model(hyper_parameters: Mapping[str, Any]) -> keras.Model:
    """Make the network of the seed's example for 28 x 28 images of ten classes."""
    return create_model(input_shape=(28, 28), num_classes=10, **hyper_parameters)


def fit(model: keras.Model, images: UserImages, request: Request, log_dir: str | Path) -> float:
    """Train a model; returns its accuracy on the validation images after the last epoch."""
    history = model.fit(
        images.x,
        images.y,
        epochs=request.epochs,
        batch_size=request.batch_size,
        validation_data=(images.x_validation, images.y_validation),
        callbacks=[keras.callbacks.TensorBoard(log_dir)],
        verbose=0,
    )
    return exact(history.history["val_accuracy"][-1], images)


def exact(accuracy: float, images: UserImages) -> float:
    """Round Keras's float32 ratio to that of two integers: else 0.985 may be less than 0.985."""
    n_validation = len(images.y_validation)
    return round(accuracy * n_validation) / n_validation


class Fitness:
    """The seed's fitness function, to be maximised.

    Parameters
    ----------
    request
        The work.
    threads
        Number of threads that call it. With more than one, Keras's session is not cleared after a
        trial: that would destroy the trial in the other thread.
    """

    def __init__(self, request: Request, threads: int = 1):
        keras.utils.set_random_seed(request.seed)
        self.request = request
        self.images = load_images(request.arrays)
        self.best = -1.0
        self.calls = 0
        self.threads = threads
        self.lock = threading.Lock()

    def __call__(self, **hyper_parameters: Any) -> float:
        """Train a trial, keep its model if it is the best so far, and return its accuracy."""
        with self.lock:
            self.calls += 1
            log_dir = f"tensorboard/{self.calls:04d}"
        model = new_model(hyper_parameters)
        accuracy = fit(model, self.images, self.request, log_dir)
        with self.lock:
            if accuracy > self.best:
                model.save(BEST_MODEL)
                self.best = accuracy
            note_trial(accuracy)
        del model
        if self.threads == 1:
            keras.backend.clear_session()
        return accuracy
