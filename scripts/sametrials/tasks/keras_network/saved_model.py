"""Load the model that a trial has saved.

The network is made anew by `create_model` and given the weights: nothing of the saved file is run,
and the network may consist of whatever Python can make.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.data.arrays import Arrays
from sametrials.study.space import HyperParameters
from sametrials.tasks.keras_network.training.backend import keras
from sametrials.tasks.keras_network.training.fit import scale
from sametrials.tasks.keras_network.training.load_model import (
    arguments_of,
    arguments_of_the_data,
    load_model_file,
    make_model,
)


def load_trained(
    model_path: str | Path,
    arrays: Arrays,
    hyper_parameters: HyperParameters,
    seed: int,
    *,
    model_file: str | Path | None,
    constants: Mapping[str, Any] | None,
    precision: str,
) -> keras.Model:
    """Make the network of a trial again, and give it the weights that were saved.

    Parameters
    ----------
    model_path
        The saved model.
    arrays
        The data set.
    hyper_parameters, seed
        Of the trial.
    model_file, constants, precision
        As of `sametrials.tasks.keras_network.evaluation.evaluate`.

    Raises
    ------
    ValueError
        The network cannot be made again, or the weights are not its own.
    """
    create_model = load_model_file(model_file).create_model
    of_the_data = arguments_of_the_data(arrays)
    arguments = arguments_of(create_model, of_the_data, constants) | dict(hyper_parameters)
    model = make_model(create_model, arguments, seed, precision)
    model(scale(arrays.x_train[:1]))  # a network may make its weights at the first call
    model.load_weights(model_path)
    return model
