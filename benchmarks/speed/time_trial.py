"""Time the parts of a trial, as our worker trains it, and compare it with the machine's rate."""

import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from operations import training_operations, validation_operations
from sametrials.common.csv_tables import write_csv
from sametrials.common.logs import log_to
from sametrials.data.arrays import load_arrays
from sametrials.tasks.keras_network.training.backend import keras, tf, use_one_thread
from sametrials.tasks.keras_network.training.fit import Examples, fit
from sametrials.tasks.keras_network.training.model import create_model
from sametrials.trials.job import describe
from stopwatch import EVENTS, Marks, seconds_of_parts

GIGA = 1e9
PRODUCTS = 10
"""Number of products that are timed; the fastest counts."""


class Stopwatch(keras.callbacks.Callback):
    """Notes the time of each event of Keras, before or after the other callbacks."""

    def __init__(self, marks: Marks, place: str):
        super().__init__()
        self.marks, self.place = marks, place
        for event in EVENTS:
            setattr(self, f"on_{event}", lambda *_, event=event, **__: marks.note(place, event))

    def set_model(self, model: keras.Model) -> None:
        """Note also the time when the graph is built and the training can begin."""
        super().set_model(model)
        self.marks.note(self.place, "set_model")


def time_start() -> dict[str, float]:
    """Time what a worker does before its first trial, except for the data: start and imports."""
    return {
        "process start": seconds_of(lambda: python("pass")),
        "process start, imports": seconds_of(
            lambda: python("import sametrials.tasks.keras_network.training.trainer")
        ),
    }


def python(code: str) -> None:
    """Run some Python in a process of its own."""
    subprocess.run([sys.executable, "-c", code], check=True)


def time_fit(
    hyper_parameters: Mapping[str, Any], train: Examples, validation: Examples, **fitting: int
) -> dict[str, float]:
    """Time a trial part by part: the steps are those of `KerasTrainer`."""
    with TemporaryDirectory() as folder:
        started = time.perf_counter()
        keras.backend.clear_session()
        keras.utils.set_random_seed(fitting["seed"])
        shape, classes = train.inputs.shape[1:], int(tf.reduce_max(train.targets)) + 1
        model = create_model(input_shape=shape, num_classes=classes, **hyper_parameters)
        created = time.perf_counter()
        marks = Marks()
        tensorboard = keras.callbacks.TensorBoard(folder, write_graph=True)
        watches = [Stopwatch(marks, "before"), tensorboard, Stopwatch(marks, "after")]
        fit(model, train, validation, **fitting, callbacks=watches)
        fitted = time.perf_counter()
        model.save(Path(folder) / "model.keras")
        ended = time.perf_counter()
    parts = {
        "network": created - started,
        "graph": marks.list[0][2] - created,
        **seconds_of_parts(marks.list),
        "saving": ended - fitted,
    }
    return {**parts, "rest": ended - started - sum(parts.values())}


def matrix_rates(size: int) -> dict[str, float]:
    """Measure how fast one thread multiplies square matrices, in operations a second."""
    numbers = np.random.default_rng(0).standard_normal((size, size), dtype=np.float32)
    operations = 2 * size**3
    rates = {}
    for name in ("float32", "bfloat16"):
        matrix = tf.cast(tf.constant(numbers), name)
        rates[f"TensorFlow {name}"] = operations / fastest(partial(multiply, matrix))
    with threadpool_limits(1):
        rates["NumPy float32"] = operations / fastest(lambda: numbers @ numbers)
    return rates


@tf.function
def multiply(matrix: tf.Tensor) -> tf.Tensor:
    """Multiply a matrix by itself."""
    return tf.matmul(matrix, matrix)


def fastest(function: Callable[[], Any]) -> float:
    """Time a function some times, after a first call; returns the least seconds."""
    function()
    return min(seconds_of(function) for _ in range(PRODUCTS))


def seconds_of(function: Callable[[], Any]) -> float:
    """Time a function."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


if __name__ == "__main__":
    log_to(snakemake.log[0])
    settings, work = snakemake.params.trial, snakemake.params.work
    starts = [time_start() for _ in range(settings["repeats"])]
    use_one_thread()
    started = time.perf_counter()
    arrays = load_arrays(snakemake.input[0])
    train = Examples(tf.constant(arrays.x_train), tf.constant(arrays.y_train))
    validation = Examples(tf.constant(arrays.x_validation), tf.constant(arrays.y_validation))
    loading = time.perf_counter() - started
    once = pd.DataFrame(starts).median()
    imports = once["process start, imports"] - once["process start"]
    fitting = {"epochs": work["epochs"], "batch_size": work["batch_size"], "seed": 1}
    rates = matrix_rates(settings["matrix"])
    rows, operations = [], []
    for point in settings["points"]:
        timed = [time_fit(point, train, validation, **fitting) for _ in range(settings["repeats"])]
        parts = pd.DataFrame(timed).median()
        name = describe(point)
        rows.append(
            {
                "trial": name,
                "process start": once["process start"],
                "imports": imports,
                "data": loading,
                **parts,
            }
        )
        counted = training_operations(point, len(arrays.y_train), work["epochs"])
        rate = counted / parts["training steps"]
        validated = validation_operations(point, len(arrays.y_validation), work["epochs"])
        operations.append(
            {
                "trial": name,
                "training (TFLOP)": counted / 1e12,
                "validation (TFLOP)": validated / 1e12,
                "training steps (s)": parts["training steps"],
                "training (GFLOP/s)": rate / GIGA,
                **{f"matrices, {kind} (GFLOP/s)": each / GIGA for kind, each in rates.items()},
                "share of TensorFlow float32": rate / rates["TensorFlow float32"],
            }
        )
    write_csv(pd.DataFrame(rows).round(4), snakemake.output.parts)
    write_csv(pd.DataFrame(operations).round(4), snakemake.output.operations)
