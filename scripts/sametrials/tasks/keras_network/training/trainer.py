"""Train trials one after another.

Two trainings are equal bit for bit because of one thread, a seed for all randomness, operations
that TensorFlow promises to be deterministic, and no state left over from the trial before.
"""

import contextlib
import gc
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sametrials.common.errors import ConfigError
from sametrials.common.files import atomic_path
from sametrials.common.process_state import ProcessState
from sametrials.data.arrays import LABELS, Arrays
from sametrials.study.objective import Objective
from sametrials.study.steps import Steps
from sametrials.tasks.keras_network.training.backend import SETTINGS, keras, tf, use_one_thread
from sametrials.tasks.keras_network.training.callbacks import make_callbacks
from sametrials.tasks.keras_network.training.class_weights import balanced_weights
from sametrials.tasks.keras_network.training.fit import Examples, fit
from sametrials.tasks.keras_network.training.load_model import (
    arguments_of,
    arguments_of_the_data,
    load_model_file,
    make_model,
)
from sametrials.tasks.keras_network.training.log import Log
from sametrials.trials.job import Job, ModelError, Outcome
from sametrials.trials.trial_files import remove_log

DIVERGES = ("loss", "val_loss")
"""A training diverges if one of these metrics is not finite."""


class KerasTrainer:
    """Trains trials one after another in this process.

    Parameters
    ----------
    arrays
        The data set.
    epochs, batch_size, precision, patience, class_weight
        As in config.yaml. A trial's own epochs or batch_size take precedence.
    objective
        The objective of the study.
    model
        The Python file whose `create_model` makes the networks, and whose `create_callbacks`, if
        it has one, their callbacks; None or a name for one of ours.
    constants
        The arguments of `create_model` that are the same for every trial.
    """

    def __init__(
        self,
        arrays: Arrays,
        *,
        epochs: int,
        batch_size: int,
        precision: str,
        objective: Objective,
        patience: int | None = None,
        class_weight: str | None = None,
        model: str | Path | None = None,
        constants: Mapping[str, Any] | None = None,
    ):
        use_one_thread()
        file = load_model_file(model)
        self.create_model = file.create_model
        self.create_callbacks = getattr(file, "create_callbacks", None)
        self.settings = ProcessState(SETTINGS)
        weights = balanced_weights(arrays.y_train) if class_weight == "balanced" else None
        self.train = _examples(arrays.x_train, arrays.y_train, weights)
        self.validation = _examples(arrays.x_validation, arrays.y_validation)
        of_the_data = arguments_of_the_data(arrays)
        self.arguments = arguments_of(self.create_model, of_the_data, constants)
        self.arguments_of_callbacks = of_the_data | dict(constants or {})
        self.fitting = {"epochs": epochs, "batch_size": batch_size}
        self.precision = precision
        self.patience = patience
        self.objective = objective
        gc.freeze()  # what is here stays: later collections look through newer objects only

    def __call__(self, job: Job) -> Outcome:
        """Train one trial."""
        start, started = time.time(), time.perf_counter()
        self.settings.restore()
        model = self.make_model(job)
        callbacks = self.make_callbacks(job)
        fitting = {key: job.arguments.get(key, self.fitting[key]) for key in self.fitting}
        remove_log(job.log_dir)
        steps = Steps(self.objective, fitting["epochs"], job.thresholds, finite=DIVERGES)
        watch = _Watch(steps, self.patience)
        with _users_code():
            fit(
                model,
                self.train,
                self.validation,
                **fitting,
                seed=job.seed,
                callbacks=[Log(job.log_dir, write_graph=True), watch, *callbacks],
                check_metrics=steps.check_metrics,
            )
        trained = time.perf_counter()
        value = steps.value
        if value is not None:
            value = self.objective.exact(value, len(self._measured_on.targets))
        if steps.state == "complete" and self.objective.cost(value) <= job.save_up_to:
            watch.restore_weights()
            with atomic_path(job.model_path) as temporary:
                _save(model, temporary)
        return Outcome(
            value=value,
            history=steps.history,
            timings={
                "start": start,
                "build": watch.began - started,
                "train": trained - watch.began,
                "save": time.perf_counter() - trained,
            },
            state=steps.state,
            error=steps.error,
        )

    def make_model(self, job: Job) -> keras.Model:
        """Make the network of a trial, which is not trained yet."""
        arguments = self.arguments | job.arguments
        with _users_code():
            return make_model(self.create_model, arguments, job.seed, self.precision)

    def make_callbacks(self, job: Job) -> list[keras.callbacks.Callback]:
        """Make the user's own callbacks for a trial; the network of the trial is made before."""
        arguments = self.arguments_of_callbacks | job.arguments
        with _users_code():
            return make_callbacks(self.create_callbacks, arguments)

    @property
    def _measured_on(self) -> Examples:
        """The examples on which the metric of the objective is measured."""
        return self.validation if self.objective.metric.startswith("val_") else self.train


def _examples(x: np.ndarray, y: np.ndarray, weights: np.ndarray | None = None) -> Examples:
    """Give TensorFlow the examples of a part; targets that are numbers as N x outputs."""
    targets = y if y.dtype in LABELS else y.reshape(len(y), -1)
    weights = None if weights is None else tf.constant(weights)
    return Examples(tf.constant(x), tf.constant(targets), weights)


class _Watch(keras.callbacks.Callback):
    """Lets `Steps` judge the training after each epoch, and keeps the weights of that which counts.

    With `patience`, it ends the training after so many epochs without a better one. It stands
    before the user's callbacks, which may change weights for a validation and back after it.
    """

    def __init__(self, steps: Steps, patience: int | None):
        super().__init__()
        self.steps = steps
        self.patience = patience
        self.began = None
        self._epochs_without_a_better_one = 0
        self._measured = None
        self._weights = None

    def on_train_begin(self, logs: Mapping[str, float] | None = None) -> None:
        self.began = time.perf_counter()

    def on_test_end(self, logs: Mapping[str, float] | None = None) -> None:
        self._measured = self.model.get_weights()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, float]) -> None:
        goes_on = self.steps.report(logs)
        counts = self.steps.latest_counts
        if counts:
            self._weights = self._measured
        self._epochs_without_a_better_one = 0 if counts else self._epochs_without_a_better_one + 1
        gives_up = self._epochs_without_a_better_one == self.patience
        if gives_up or not goes_on:
            self.model.stop_training = True

    def restore_weights(self) -> None:
        """Give the model the weights of the epoch that counts, as they were when it was measured.

        Also those of the last epoch: at the end of a training, an optimizer that averages weights
        puts the averages in their place, and a callback may put others there.
        """
        self.model.set_weights(self._weights)


@contextlib.contextmanager
def _users_code() -> Iterator[None]:
    """Within it, an OSError is the model's own: a failed trial, and no sign of a full disk."""
    try:
        yield
    except OSError as error:
        raise ModelError(f"{type(error).__name__}: {error}") from error


def _save(model: keras.Model, path: Path) -> None:
    """Save a model.

    A model that cannot be saved is no failed trial: whether a model is saved depends on which other
    trials are finished, and no record may depend on that. Better to stop now than after the search.
    """
    try:
        model.save(path)
    except OSError:
        raise
    except Exception as error:
        raise ConfigError(
            "create_model: found a model that Keras cannot save (the log says why), expected one "
            "whose own layers have a get_config for their arguments"
        ) from error
