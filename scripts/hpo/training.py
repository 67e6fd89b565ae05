"""Train one trial: the only place, with `model` and `evaluation`, where TensorFlow is at work.

What makes two trainings equal bit for bit: one thread, a seed for all that is random, operations
that TensorFlow promises to be deterministic, and nothing left over from the trial before.
"""

import gc
import inspect
import math
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hpo.backend import forget_all_graphs, keras, tf, use_one_thread
from hpo.datasets import load_arrays
from hpo.errors import ConfigError
from hpo.files import atomic_path
from hpo.fitting import Images, fit
from hpo.model_file import load_create_model
from hpo.trial import Job, Outcome


class Trainer:
    """Trains trials one after the other in this process.

    Parameters
    ----------
    data
        The .npz file of the data set.
    epochs, batch_size, precision
        As in config.yaml. A trial's own epochs or batch_size go before these.
    model
        The Python file whose `create_model` makes the networks; None for ours.
    constants
        The arguments of `create_model` that are the same for every trial.
    """

    def __init__(
        self,
        data: str | Path,
        *,
        epochs: int,
        batch_size: int,
        precision: str,
        model: str | Path | None = None,
        constants: Mapping[str, Any] | None = None,
    ):
        use_one_thread()
        self.create_model = load_create_model(model)
        arrays = load_arrays(data)
        self.train = Images(tf.constant(arrays.x_train), tf.constant(arrays.y_train))
        self.validation = Images(tf.constant(arrays.x_validation), tf.constant(arrays.y_validation))
        of_the_data = {
            "input_shape": arrays.image_shape,
            "num_classes": arrays.number_of_classes,
        }
        self.arguments = _accepted(self.create_model, of_the_data) | dict(constants or {})
        self.fitting = {"epochs": epochs, "batch_size": batch_size}
        self.precision = precision
        self.is_users_model = model is not None
        gc.freeze()  # what is here stays: after each trial only what is newer is looked through

    def __call__(self, job: Job) -> Outcome:
        """Train one trial."""
        start, started = time.time(), time.perf_counter()
        forget_all_graphs()  # and the precision
        keras.config.set_dtype_policy(self.precision)
        keras.utils.set_random_seed(job.seed)
        arguments = self.arguments | job.hyper_parameters
        fitting = {key: arguments.pop(key, value) for key, value in self.fitting.items()}
        model = self.create_model(**arguments)
        shutil.rmtree(job.log_dir, ignore_errors=True)
        watch = _Watch(job.thresholds)
        history = fit(
            model,
            self.train,
            self.validation,
            **fitting,
            seed=job.seed,
            callbacks=[keras.callbacks.TensorBoard(job.log_dir, write_graph=True), watch],
        )
        trained = time.perf_counter()
        history = {name: _finite(values) for name, values in history.items()}
        if "val_accuracy" not in history:
            raise ConfigError(
                f"create_model: found a model that measures {', '.join(history)}, "
                'expected one compiled with metrics=["accuracy"]'
            )
        accuracy = None
        if watch.state != "failed":
            # Keras gives the ratio in float32; the ratio of two integers is what people expect.
            n_validation = len(self.validation.labels)
            accuracy = round(history["val_accuracy"][-1] * n_validation) / n_validation
        if watch.state == "complete" and accuracy >= job.save_from:
            with atomic_path(job.model_path) as temporary:
                _save(model, temporary, check=self.is_users_model)
        return Outcome(
            accuracy=accuracy,
            history=history,
            timings={
                "start": start,
                "build": watch.began - started,
                "train": trained - watch.began,
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
        self.began = None
        self.state = "complete"
        self.error = None

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:
        self.began = time.perf_counter()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float]) -> None:
        for name in ("loss", "val_loss"):
            if not math.isfinite(logs[name]):
                self.state = "failed"
                self.error = f"it diverged: {name} is {logs[name]} after epoch {epoch + 1}"
        last = epoch + 1 == self.params["epochs"]
        judged = self.state == "complete" and not last and epoch < len(self.thresholds)
        if judged and logs["val_accuracy"] < self.thresholds[epoch]:
            self.state = "pruned"
        self.model.stop_training = self.state != "complete"


def _save(model: keras.Model, path: Path, check: bool) -> None:
    """Save a model, and check that Keras can load it.

    One that it cannot is no trial's failure: whether a model is saved depends on what else is
    finished, and no record may depend on that. And better now than when the search is over.
    """
    try:
        model.save(path)
        if check:
            keras.saving.load_model(path, compile=False)
    except OSError:
        raise
    except Exception as error:
        raise ConfigError(
            "create_model: found a model that Keras cannot save and load again (the log says why), "
            "expected one whose own layers have @keras.saving.register_keras_serializable()"
        ) from error


def _accepted(function: Callable, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Take from the arguments those that a function has a name, or `**`, for."""
    parameters = inspect.signature(function).parameters
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    return {name: value for name, value in arguments.items() if takes_any or name in parameters}


def _finite(values: list[float]) -> list[float | None]:
    return [float(value) if math.isfinite(value) else None for value in values]
