"""Train one trial: the only place, with `model` and `evaluation`, where TensorFlow is at work.

What makes two trainings equal bit for bit: one thread, a seed for all that is random, operations
that TensorFlow promises to be deterministic, and nothing left over from the trial before.
"""

import math
import shutil
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from hpo.backend import keras, tf, use_one_thread
from hpo.datasets import load_arrays
from hpo.files import atomic_path
from hpo.model import create_model
from hpo.trial import Job, Outcome


class Trainer:
    """Trains trials one after the other in this process.

    Parameters
    ----------
    data
        The .npz file of the data set.
    epochs, batch_size, precision
        As in config.yaml.
    """

    def __init__(self, data: str | Path, *, epochs: int, batch_size: int, precision: str):
        use_one_thread()
        arrays = load_arrays(data)
        self.train = (tf.constant(scale(arrays.x_train)), tf.constant(arrays.y_train))
        self.validation = (
            tf.constant(scale(arrays.x_validation)),
            tf.constant(arrays.y_validation),
        )
        self.input_shape = arrays.image_shape
        self.num_classes = arrays.number_of_classes
        self.epochs = epochs
        self.batch_size = batch_size
        self.precision = precision

    def __call__(self, job: Job) -> Outcome:
        """Train one trial."""
        start, started = time.time(), time.perf_counter()
        keras.backend.clear_session()  # which also forgets the precision
        keras.config.set_dtype_policy(self.precision)
        keras.utils.set_random_seed(job.seed)
        model = create_model(
            input_shape=self.input_shape, num_classes=self.num_classes, **job.hyper_parameters
        )
        shutil.rmtree(job.log_dir, ignore_errors=True)
        built = time.perf_counter()
        watch = _Watch(job.thresholds)
        model.fit(
            *self.train,
            epochs=self.epochs,
            batch_size=self.batch_size,
            validation_data=self.validation,
            callbacks=[keras.callbacks.TensorBoard(job.log_dir, write_graph=True), watch],
            verbose=0,
        )
        trained = time.perf_counter()
        history = {name: _finite(values) for name, values in model.history.history.items()}
        accuracy = None
        if watch.state != "failed":
            # Keras gives the ratio in float32; the ratio of two integers is what people expect.
            n_validation = len(self.validation[1])
            accuracy = round(history["val_accuracy"][-1] * n_validation) / n_validation
        if watch.state == "complete" and accuracy >= job.save_from:
            with atomic_path(job.model_path) as temporary:
                model.save(temporary)
        return Outcome(
            accuracy=accuracy,
            history=history,
            timings={
                "start": start,
                "build": built - started,
                "train": trained - built,
                "save": time.perf_counter() - trained,
            },
            state=watch.state,
            error=watch.error,
        )


class _Watch(keras.callbacks.Callback):
    """Ends a training that diverges, or that does worse after an epoch than it must."""

    def __init__(self, thresholds: Sequence[float]):
        super().__init__()
        self.thresholds = thresholds
        self.state = "complete"
        self.error = None

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float]) -> None:
        for name in ("loss", "val_loss"):
            if not math.isfinite(logs[name]):
                self.state = "failed"
                self.error = f"it diverged: {name} is {logs[name]} after epoch {epoch + 1}"
        last = epoch + 1 == self.params["epochs"]
        threshold = self.thresholds[epoch] if epoch < len(self.thresholds) else 0
        if self.state == "complete" and not last and logs["val_accuracy"] < threshold:
            self.state = "pruned"
        self.model.stop_training = self.state != "complete"


def scale(images):
    """Turn pixels 0 ... 255 (uint8) into 0 ... 1 (float32), shape unchanged."""
    return images.astype("float32") / 255


def _finite(values: list[float]) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]
