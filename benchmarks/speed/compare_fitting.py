"""Time Keras's `fit` beside ours, in float32 and mixed_bfloat16, by turns on one thread."""

import time
from collections.abc import Callable, Mapping
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

import as_a_user
from sametrials.common.csv_tables import write_csv
from sametrials.common.logs import log_to
from sametrials.data.arrays import load_arrays
from sametrials.tasks.keras_network.training.backend import keras, tf, use_one_thread
from sametrials.tasks.keras_network.training.fit import Examples, fit
from sametrials.trials.job import describe

SEED = 1


def time_fit(
    fit_model: Callable[..., Any], hyper_parameters: Mapping[str, Any], precision: str
) -> float:
    """Time the fit of a new network, the building of its graph included."""
    keras.backend.clear_session()  # it also resets the precision
    keras.config.set_dtype_policy(precision)
    keras.utils.set_random_seed(SEED)
    model = as_a_user.new_model(hyper_parameters)
    with TemporaryDirectory() as folder:
        start = time.perf_counter()
        fit_model(model, callbacks=[keras.callbacks.TensorBoard(folder)])
        return time.perf_counter() - start


def ratios(times: pd.DataFrame) -> pd.DataFrame:
    """Compute the medians of the repeats, and their ratios.

    Parameters
    ----------
    times
        trial, precision, repeat, and the seconds of `fit` and `ours`.

    Returns
    -------
    pandas.DataFrame
        A row for each trial and precision: the medians; `fit to ours`, the median of the ratios of
        each repeat; `float32 to this`, that of float32's seconds, with ours, to this precision's.
    """
    plain = times[times["precision"] == "float32"].set_index(["trial", "repeat"])["ours"]
    places = pd.MultiIndex.from_frame(times[["trial", "repeat"]])
    table = times.assign(
        **{
            "fit to ours": times["fit"] / times["ours"],
            "float32 to this": plain.reindex(places).to_numpy() / times["ours"],
        }
    )
    return table.groupby(["trial", "precision"], sort=False).median().drop(columns="repeat")


if __name__ == "__main__":
    log_to(snakemake.log[0])
    use_one_thread()
    settings = snakemake.params.fitting
    epochs, batch_size = settings["epochs"], snakemake.params.batch_size
    arrays = load_arrays(snakemake.input[0])
    train = Examples(tf.constant(arrays.x_train), tf.constant(arrays.y_train))
    validation = Examples(tf.constant(arrays.x_validation), tf.constant(arrays.y_validation))
    images = as_a_user.load_images(snakemake.input[0])

    def fit_with_keras(model: keras.Model, callbacks: list) -> None:
        """Fit as a user does."""
        model.fit(
            images.x,
            images.y,
            epochs=epochs,
            batch_size=batch_size,
            validation_data=(images.x_validation, images.y_validation),
            callbacks=callbacks,
            verbose=0,
        )

    def fit_with_ours(model: keras.Model, callbacks: list) -> None:
        """Fit as our workers do."""
        fit(
            *(model, train, validation),
            epochs=epochs,
            batch_size=batch_size,
            seed=SEED,
            callbacks=callbacks,
        )

    for fit_model in (fit_with_keras, fit_with_ours):  # what TensorFlow does first takes longer
        time_fit(fit_model, settings["points"][0], "float32")
    rows = [
        {
            "trial": describe(point),
            "precision": precision,
            "repeat": repeat,
            "fit": time_fit(fit_with_keras, point, precision),
            "ours": time_fit(fit_with_ours, point, precision),
        }
        for repeat in range(settings["repeats"])
        for point in settings["points"]
        for precision in ("float32", "mixed_bfloat16")
    ]
    times = pd.DataFrame(rows)
    write_csv(times.round(4), snakemake.output.times)
    write_csv(ratios(times).reset_index().round(4), snakemake.output.ratios)
