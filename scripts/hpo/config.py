"""Check the configuration: what the schema says, and what holds between one key and another."""

import ast
import math
from collections.abc import Collection, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from hpo.errors import ConfigError
from hpo.replicates import expand_seeds, replicate_name
from hpo.schema import Reader, load_schema, show
from hpo.sources import BUILT_IN
from hpo.study_checks import check_study, point_schema

# The arguments of `create_model` that the data set decides.
NOT_SEARCHED = ("input_shape", "num_classes")


def validate_config(
    config: Mapping[str, Any],
    hyper_parameters: Collection[str] | None = None,
    optional: Collection[str] = (),
) -> dict:
    """Check a configuration and fill in the defaults.

    Text that reads as a number is taken as one where a number is wanted, because YAML 1.1 reads
    `1e-6` as text (it wants `1.0e-6`); among categories, which may be text, only if it has an
    exponent. Whole numbers are made what is wanted: 40.0 an int, 1 a float.

    Parameters
    ----------
    config
        As read from config.yaml.
    hyper_parameters
        The names that `create_model` takes (see `argument_names`): the search space must have
        these and no others. None accepts any names.
    optional
        Those of them that the search space may lack (see `optional_argument_names`).

    Returns
    -------
    dict
        A new plain dictionary with every key of the schema. A study without a seed has the
        top-level one; of one with several seeds there is a study for each.

    Raises
    ------
    ConfigError
        With one line for each problem: the key, what was found, what was expected.
    """
    schema = load_schema()
    reader = Reader(schema["$defs"])
    plain = reader.read(config, schema)
    if not isinstance(plain, dict):
        plain = {}
    if hyper_parameters is not None:
        _check_names(reader, plain.get("search_space"), hyper_parameters, optional)
    _check_dataset(reader, plain)
    _check_space(reader, plain)
    for name in _sound_entries(reader, plain, "studies"):
        study, given = plain["studies"][name], config["studies"][name]
        check_study(reader, study, ("studies", name), plain, given)
        _check_replicates(reader, plain["studies"], name)
    _raise_problems(reader, "config")
    plain["studies"] = expand_seeds(plain["studies"])
    for study in plain["studies"].values():
        if study["seed"] is None:
            study["seed"] = plain["seed"]
    return plain


def validate_study(
    study: Mapping[str, Any],
    search_space: Mapping[str, Mapping],
    default_parameters: Mapping[str, Any] | None = None,
) -> tuple[dict[str, dict], dict, dict | None]:
    """Check one study and its search space, which may have any names, and fill in the defaults.

    Returns
    -------
    search_space : dict
    study : dict
        With a seed: the default of the top-level seed where it has none of its own.
    default_parameters : dict or None
        In the order of the search space.

    Raises
    ------
    ConfigError
        With one line for each problem: the key, what was found, what was expected.
    """
    schema = load_schema()
    reader = Reader(schema["$defs"])
    sections = schema["properties"]
    any_names = sections["search_space"] | {"propertyNames": {"type": "string"}}
    parts = {
        "search_space": any_names,
        "study": schema["$defs"]["study"],
        "default_parameters": sections["default_parameters"],
    }
    given = {
        "search_space": search_space,
        "study": study,
        "default_parameters": default_parameters,
    }
    plain = reader.read(given, {"type": "object", "properties": parts})
    _check_space(reader, plain)
    if reader.is_sound("study"):
        check_study(reader, plain["study"], ("study",), plain, study)
        if isinstance(plain["study"]["seed"], list):
            reader.complain(("study", "seed"), show(plain["study"]["seed"]), "one seed or null")
    _raise_problems(reader)
    if plain["study"]["seed"] is None:
        plain["study"]["seed"] = sections["seed"]["default"]
    return plain["search_space"], plain["study"], plain["default_parameters"]


def argument_names(path: str | Path) -> list[str]:
    """List the hyper-parameters that `create_model` in a Python file takes, without importing it.

    Raises
    ------
    ConfigError
        The file is no Python, or has no function `create_model`.
    """
    return list(_arguments(path))


def optional_argument_names(path: str | Path) -> list[str]:
    """List those of `argument_names` that have a default, so that the space may lack them."""
    return [name for name, has_default in _arguments(path).items() if has_default]


def _arguments(path: str | Path) -> dict[str, bool]:
    """Map each hyper-parameter of `create_model` to whether it has a default."""
    try:
        module = ast.parse(Path(path).read_text(encoding="utf-8"))
    except SyntaxError as error:
        raise ConfigError(
            f"{path}, line {error.lineno}: found {error.msg}, expected Python"
        ) from error
    for node in module.body:
        if isinstance(node, ast.FunctionDef) and node.name == "create_model":
            break
    else:
        raise ConfigError(
            f"{path}: found no function create_model, expected one that makes the model"
        )
    positional = [argument.arg for argument in node.args.args]
    first_default = len(positional) - len(node.args.defaults)
    found = {name: i >= first_default for i, name in enumerate(positional)}
    for argument, default in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True):
        found[argument.arg] = default is not None
    return {name: default for name, default in found.items() if name not in NOT_SEARCHED}


def _check_names(
    reader: Reader, space: Any, hyper_parameters: Collection[str], optional: Collection[str]
) -> None:
    if not isinstance(space, dict) or ("search_space",) in reader.problems:
        return
    wanted = {"title": "a dimension, since create_model takes this argument"}
    reader.check_keys(
        found=space,
        known=dict.fromkeys(hyper_parameters, wanted),
        required=[name for name in hyper_parameters if name not in optional],
        path=("search_space",),
        among="one of create_model's arguments:",
    )


def _check_dataset(reader: Reader, plain: dict) -> None:
    dataset = plain.get("dataset")
    if not isinstance(dataset, dict):
        return
    if reader.is_sound("dataset", "name") and reader.is_sound("dataset", "files"):
        name, path = dataset["name"], ("dataset", "files")
        if name in BUILT_IN and dataset["files"] is not None:
            reader.complain(
                path,
                "a mapping",
                f"null, since {name} is built in (give the data set another name, or use mirrors)",
            )
        if name not in BUILT_IN and dataset["files"] is None:
            built_in = ", ".join(BUILT_IN)
            reader.complain(
                path, "nothing", f"the four files of {name}, which is not built in ({built_in} are)"
            )
    if reader.is_sound("dataset", "train") and reader.is_sound("dataset", "validation"):
        train, validation = dataset["train"], dataset["validation"]
        if train is not None and validation >= train:
            reader.complain(
                ("dataset", "validation"), show(validation), f"an integer below train ({train})"
            )


def _check_space(reader: Reader, plain: dict) -> None:
    """Check each dimension, then the default parameters against those that are sound."""
    for name, entry in _sound_entries(reader, plain, "search_space").items():
        _check_dimension(reader, entry, ("search_space", name))
    _check_pairs(reader, plain.get("search_space"))
    space, values = plain.get("search_space"), plain.get("default_parameters")
    names_are_sound = isinstance(space, dict) and not any(
        path[0] == "search_space" and len(path) <= 2 for path in reader.problems if path
    )
    if names_are_sound and isinstance(values, dict):
        point = point_schema(reader, space)
        plain["default_parameters"] = reader.read(values, point, ("default_parameters",))


def _check_pairs(reader: Reader, space: Any) -> None:
    """No two pairs of names may give a figure of a pair (objective_2D_a_b) the same name."""
    seen: dict[str, tuple] = {}
    for pair in combinations(map(str, space) if isinstance(space, dict) else (), 2):
        other = seen.setdefault("_".join(pair), pair)
        if other != pair:
            wanted = f"a name that makes {' and '.join(pair)} not read like {' and '.join(other)}"
            reader.complain(("search_space", pair[0]), "an ambiguous name", wanted)


def _check_dimension(reader: Reader, entry: dict, path: tuple) -> None:
    if entry["type"] == "categorical":
        kinds = {
            bool if isinstance(each, bool) else isinstance(each, str)
            for each in entry["categories"]
        }
        if len(kinds) > 1:
            wanted = "all of them text, all numbers or all booleans"
            reader.complain((*path, "categories"), "values of several kinds", wanted)
        return
    low, high = entry["low"], entry["high"]
    if not math.isfinite(high - low):
        reader.complain((*path, "low"), show(low), f"a number less far from high ({high})")
    elif low >= high:
        reader.complain((*path, "low"), show(low), f"a number below high ({high})")
    elif entry["prior"] == "log-uniform" and low <= 0:
        reader.complain((*path, "low"), show(low), "a number > 0, since prior is log-uniform")


def _check_replicates(reader: Reader, studies: dict, name: str) -> None:
    seeds = studies[name]["seed"]
    for i, seed in enumerate(seeds if isinstance(seeds, list) else ()):
        replicate = replicate_name(name, seed)
        if replicate in studies:
            found = f"{seed}, which makes a second study {replicate}"
            reader.complain(("studies", name, "seed", i), found, "another seed or another name")


def _sound_entries(reader: Reader, plain: dict, section: str) -> dict:
    entries = plain.get(section)
    if not isinstance(entries, dict):
        return {}
    return {name: entry for name, entry in entries.items() if reader.is_sound(section, name)}


def _raise_problems(reader: Reader, label: str = "") -> None:
    if reader.problems:
        raise ConfigError("\n".join(reader.lines(label)))
