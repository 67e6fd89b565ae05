"""Read which hyper-parameters the functions of a model file take, without running the file."""

import ast
from pathlib import Path
from typing import NamedTuple

from sametrials.common.errors import ConfigError
from sametrials.common.python_imports import parse

OF_CLASSES, OF_NUMBERS = ("num_classes",), ("num_outputs", "target_mean", "target_scale")
DATA_ARGUMENTS = ("input_shape", *OF_CLASSES, *OF_NUMBERS)
"""Arguments of `create_model` that follow from the data set; it may leave them out."""


class Signature(NamedTuple):
    """The hyper-parameters that a `create_model` or a `create_callbacks` takes.

    Attributes
    ----------
    names
        The named ones, in order.
    required
        The named ones without a default.
    takes_any
        Whether it takes any others by `**`.
    wants_of_data
        Arguments without a default that follow from the data set.
    """

    names: list[str]
    required: list[str]
    takes_any: bool
    wants_of_data: list[str]


def read_signature(path: str | Path) -> Signature:
    """Read the signature of the function `create_model` in a Python file.

    Raises
    ------
    ConfigError
        The file cannot be read, is not valid Python, or has no function `create_model`.
    """
    signature = _signature(path, "create_model")
    if signature is None:
        raise ConfigError(
            f"{path}: found no function create_model, expected one that makes the model"
        )
    return signature


def read_callbacks_signature(path: str | Path) -> Signature | None:
    """Read the signature of the function `create_callbacks` in a Python file, if it has one.

    Raises
    ------
    ConfigError
        The file cannot be read, or is not valid Python.
    """
    return _signature(path, "create_callbacks")


def _signature(path: str | Path, name: str) -> Signature | None:
    functions = {node.name: node for node in parse(path).body if isinstance(node, ast.FunctionDef)}
    if name not in functions:
        return None
    arguments = functions[name].args
    positional = [argument.arg for argument in arguments.args]
    keyword = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    required = [
        *positional[: len(positional) - len(arguments.defaults)],
        *(argument.arg for argument, default in keyword if default is None),
    ]
    names = [*positional, *(argument.arg for argument in arguments.kwonlyargs)]
    return Signature(
        names=[name for name in names if name not in DATA_ARGUMENTS],
        required=[name for name in required if name not in DATA_ARGUMENTS],
        takes_any=arguments.kwarg is not None,
        wants_of_data=[name for name in required if name in DATA_ARGUMENTS],
    )
