"""Import the file that makes the network of every trial, ours or a user's; call `create_model`."""

import copy
import inspect
from collections.abc import Callable, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from sametrials.common.users_module import run_users_file
from sametrials.data.arrays import Arrays
from sametrials.tasks.keras_network.training import mlp, model
from sametrials.tasks.keras_network.training.backend import forget_all_graphs, keras
from sametrials.tasks.keras_network.training.built_in import is_built_in
from sametrials.tasks.keras_network.training.dimensions import TRAINING_DIMENSIONS
from sametrials.tasks.keras_network.training.target_scale import target_scale

MODULE = "user_model"
"""Module name of the user's file: whatever the file is called, it hides no other module."""


def load_model_file(path: str | Path | None) -> ModuleType:
    """Import a Python file with a `create_model`, or the module of a model of ours, by its name.

    A user's file is run like a script: it can import files beside it, whose source is that of this
    moment even if they are imported later. Random numbers that it draws meanwhile (by an unseeded
    initializer) are the same in every process. The working folder is put back.

    Raises
    ------
    ConfigError
        The file cannot be run; the message names the line.
    """
    if is_built_in(path):
        return {None: model, "mlp": mlp}[path]
    keras.utils.set_random_seed(0)
    return run_users_file(path, MODULE)


def arguments_of_the_data(arrays: Arrays) -> dict[str, Any]:
    """List the arguments that follow from a data set."""
    of_the_data = {"input_shape": arrays.input_shape}
    if arrays.is_classification:
        return of_the_data | {"num_classes": arrays.number_of_classes}
    mean, scale = target_scale(arrays.y_train)
    return of_the_data | {
        "num_outputs": arrays.number_of_outputs,
        "target_mean": mean,
        "target_scale": scale,
    }


def taken_by(function: Callable, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Choose the arguments that a function takes, by name or `**`."""
    parameters = inspect.signature(function).parameters
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    return {name: arguments[name] for name in arguments if takes_any or name in parameters}


def arguments_of(
    create_model: Callable[..., keras.Model],
    of_the_data: Mapping[str, Any],
    constants: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """List the arguments of `create_model` that are the same for every trial.

    They are those that follow from the data set (`arguments_of_the_data`), if it takes them by name
    or `**`, and the constants.
    """
    return taken_by(create_model, of_the_data) | dict(constants or {})


def without_training_dimensions(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the hyper-parameters that `create_model` does not get."""
    return {name: value for name, value in arguments.items() if name not in TRAINING_DIMENSIONS}


def make_model(
    create_model: Callable[..., keras.Model],
    arguments: Mapping[str, Any],
    seed: int,
    precision: str,
) -> keras.Model:
    """Make the network of a trial, as if it were the first one of this process.

    Parameters
    ----------
    create_model, arguments
        The function, and its arguments; those that are settings of the training are left out.
    seed
        Seed of all randomness in TensorFlow, Keras, NumPy and Python from now on.
    precision
        As in config.yaml.

    Raises
    ------
    ValueError
        The function gives something else than a compiled model.
    """
    forget_all_graphs()  # and the precision
    keras.config.set_dtype_policy(precision)
    keras.utils.set_random_seed(seed)
    model = create_model(**copy.deepcopy(without_training_dimensions(arguments)))
    if not isinstance(model, keras.Model):
        raise ValueError(
            f"create_model: found {type(model).__name__} as what it returns, expected a "
            "keras.Model: end it with `return model`"
        )
    if not model.compiled:
        raise ValueError(
            "create_model: found a model that is not compiled, expected one with a loss: call its "
            "`compile` before `return model`"
        )
    return model
