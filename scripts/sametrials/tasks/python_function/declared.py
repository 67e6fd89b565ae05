"""Read what the user's file has, without running it: the rules ask for that, too.

def train(hyper_parameters, data, seed, report): ...
def evaluate(model, data): ...  # may be missing
"""

import ast
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.common.python_imports import imported_files, parse
from sametrials.data.kind import REGRESSION, examples_of, kind_of
from sametrials.tasks.reported.declared import REPORTED
from sametrials.trials.deciding_code import Part, code_digests, code_identity_of

MODEL_SUFFIX = ".model"
TRAIN, EVALUATE = "train", "evaluate"
ARGUMENTS = {TRAIN: ("hyper_parameters", "data", "seed", "report"), EVALUATE: ("model", "data")}
"""What each function is called with, in this order."""

PROBABILITIES = "probabilities"
"""The key under which `evaluate` gives the probability of each class for each test example."""

PREDICTIONS = "predictions"
"""The key under which it gives what is predicted for each test example."""

TRAINING = Part("tasks/python_function/training", version=1)
"""All code in this folder decides the outcome of a trial."""


def check_file(file: str | Path) -> None:
    """Check that a file has a function `train`, and that its functions take their arguments.

    Raises
    ------
    ConfigError
        It has not, or the file, or one that it imports from its own folder, is not valid Python.
    """
    functions = _functions(file)
    if TRAIN not in functions:
        raise ConfigError(
            f"{file}: found no function train, expected one: def train({_listed(TRAIN)})"
        )
    for name in ARGUMENTS:
        if name in functions and not _takes(functions[name].args, len(ARGUMENTS[name])):
            line = functions[name].lineno
            raise ConfigError(
                f"{file}, line {line}: found other arguments of {name}, expected "
                f"def {name}({_listed(name)})"
            )
    imported_files(file, Path(file).parent)


def shown_by(config: Mapping[str, Any]) -> tuple[str, ...]:
    """List what the file can show (`sametrials.tasks.shown`): a model if it has an `evaluate`.

    Class probabilities, or the numbers of a regression, if the name of their key stands in it.
    """
    file, dataset = config["trial"]["file"], config["dataset"]
    if not has_evaluate(file):
        return ()
    shown, keys = ["model"], keys_of_evaluate(file)
    if dataset is None:
        return ("model",)
    if PROBABILITIES in keys:
        shown += ["predictions", *(["images"] if examples_of(dataset) == "images" else [])]
    if PREDICTIONS in keys and kind_of(dataset) == REGRESSION:
        shown.append("values")
    return tuple(shown)


def has_evaluate(file: str | Path) -> bool:
    """Tell whether the file can evaluate a model."""
    return EVALUATE in _functions(file)


def keys_of_evaluate(file: str | Path) -> set[str]:
    """List the texts and names of arguments in `evaluate`: keys of what it returns, among them."""
    nodes = list(ast.walk(_functions(file)[EVALUATE]))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {text for text in texts if isinstance(text, str)} | {
        node.arg for node in nodes if isinstance(node, ast.keyword) and node.arg
    }


def users_files(config: Mapping[str, Any]) -> list[Path]:
    """List the user's files that decide a trial: the file, what it imports beside it, `files`."""
    trial, file = config["trial"], Path(config["trial"]["file"])
    return [file, *imported_files(file, file.parent), *map(Path, trial["files"])]


def code_identity(config: Mapping[str, Any]) -> dict[str, int | str]:
    """Return the versions of our parts that decide a trial, and the digests of the user's files."""
    file = Path(config["trial"]["file"])
    users = code_digests((file, *imported_files(file, file.parent)), file.parent)
    ours = code_identity_of([TRAINING, REPORTED])
    return ours | {f"trial: {name}": digest for name, digest in users.items()}


def in_words(config: Mapping[str, Any]) -> str:
    """Say what a trial does: "trained by my_trial.py"."""
    return config["trial"]["file"]


def _functions(file: str | Path) -> dict[str, ast.FunctionDef]:
    return {node.name: node for node in parse(file).body if isinstance(node, ast.FunctionDef)}


def _takes(arguments: ast.arguments, number: int) -> bool:
    """Tell whether a function can be called with so many arguments by their order."""
    named = [*arguments.posonlyargs, *arguments.args]
    at_least = len(named) - len(arguments.defaults)
    wanted_by_name = [default for default in arguments.kw_defaults if default is None]
    at_most = float("inf") if arguments.vararg else len(named)
    return at_least <= number <= at_most and not wanted_by_name


def _listed(name: str) -> str:
    return ", ".join(ARGUMENTS[name])
