"""Import the `create_model` that makes the network of every trial: ours, or a user's own."""

import contextlib
import inspect
import sys
import traceback
from collections.abc import Callable, Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from hpo.common.errors import ConfigError
from hpo.common.texts import describe_exception
from hpo.data.arrays import Arrays
from hpo.tasks.keras_network.training.backend import keras
from hpo.tasks.keras_network.training.dimensions import TRAINING_DIMENSIONS
from hpo.tasks.keras_network.training.model import create_model

MODULE = "user_model"
"""Module name of the user's file: whatever the file is called, it hides no other module."""


def load_create_model(path: str | Path | None) -> Callable[..., keras.Model]:
    """Import the `create_model` of a Python file, or ours for None.

    The file is run like a script: it can import files beside it. Random numbers that it draws
    meanwhile (by an unseeded initializer) are the same in every process. The working folder is put
    back.

    Raises
    ------
    ConfigError
        The file cannot be run; the message names the line.
    """
    if path is None:
        return create_model
    file = Path(path).absolute()
    sys.path.insert(0, str(file.parent))
    keras.utils.set_random_seed(0)
    spec = spec_from_file_location(MODULE, file)
    module = sys.modules[MODULE] = module_from_spec(spec)
    try:
        with contextlib.chdir(Path.cwd()):
            spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(file)
        ]
        place = f"{path}, line {lines[-1]}" if lines else str(path)
        raise ConfigError(f"{place}: found {describe_exception(error)}") from error
    return module.create_model


def arguments_of(
    create_model: Callable[..., keras.Model],
    arrays: Arrays,
    constants: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """List the arguments of `create_model` that are the same for every trial.

    They are those that follow from the data set, if it takes them by name or `**`, and the
    constants.
    """
    of_the_data = {
        "input_shape": arrays.image_shape,
        "num_classes": arrays.number_of_classes,
    }
    parameters = inspect.signature(create_model).parameters
    takes_any = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    taken = {name: of_the_data[name] for name in of_the_data if takes_any or name in parameters}
    return taken | dict(constants or {})


def without_training_dimensions(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out the hyper-parameters that `create_model` does not get."""
    return {name: value for name, value in arguments.items() if name not in TRAINING_DIMENSIONS}
