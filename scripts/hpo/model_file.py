"""Import the `create_model` that makes the network of every trial: ours, or a user's own."""

import sys
import traceback
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from hpo.backend import keras
from hpo.errors import ConfigError
from hpo.model import create_model

MODULE = "user_model"
"""What the user's file is called as a module: whatever its own name, it hides no other module."""


def load_create_model(path: str | Path | None) -> Callable[..., keras.Model]:
    """Import the `create_model` of a Python file, or ours for None.

    The file is run as Python runs a script: what lies beside it can be imported. Random numbers
    that it draws meanwhile (an unseeded initializer does) are the same in every process.

    Raises
    ------
    ConfigError
        The file cannot be run; with the line.
    """
    if path is None:
        return create_model
    file = Path(path).absolute()
    sys.path.insert(0, str(file.parent))
    keras.utils.set_random_seed(0)
    spec = spec_from_file_location(MODULE, file)
    module = sys.modules[MODULE] = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        lines = [
            frame.lineno
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename == str(file)
        ]
        place = f"{path}, line {lines[-1]}" if lines else str(path)
        raise ConfigError(f"{place}: found {type(error).__name__}: {error}") from error
    return module.create_model
