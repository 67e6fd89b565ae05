"""Check what the configuration says of the model: its file, its arguments, and its size."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hpo.errors import ConfigError
from hpo.imports import imported_files
from hpo.schema import Reader, show
from hpo.signature import DATA_ARGUMENTS, Signature, read_signature
from hpo.wording import expected

OUR_MODEL = Path(__file__).with_name("model.py")

TRAINING_DIMENSIONS = ("epochs", "batch_size")
"""The keys of `training` that can be searched: `create_model` does not see them."""


def check_arguments(reader: Reader, plain: Mapping[str, Any]) -> None:
    """Check the names in the search space and the constants against `create_model`'s arguments."""
    if not reader.is_sound("model"):
        return
    model = Path(plain.get("model") or OUR_MODEL)
    try:
        signature = read_signature(model)
        imported_files(model, model.parent)  # which must be Python, too
    except ConfigError as error:
        reader.problems["model",] = str(error)
        return
    taken = [name for name in TRAINING_DIMENSIONS if name in signature.names]
    if taken:
        wanted = "another name, since this one is a key of training"
        reader.complain(("model",), f"the argument {taken[0]} of create_model", wanted)
        return
    space, constants = plain.get("search_space"), plain.get("constants")
    constants = constants if isinstance(constants, dict) else {}
    if isinstance(space, dict) and ("search_space",) not in reader.problems:
        _check_space(reader, space, constants, signature)
    for name in constants:
        if isinstance(space, dict) and name in space:
            wanted = "a name that is not in search_space"
            reader.complain(("constants", name), "an argument that is searched", wanted)
        elif name in TRAINING_DIMENSIONS:
            wanted = "an argument of create_model"
            reader.complain(("constants", name), "a key of training", wanted)
    reader.check_keys(
        found=constants,
        known={name: {} for name in _accepted(constants, signature)},
        required=[],
        path=("constants",),
        among="one of create_model's arguments:",
    )


def _check_space(reader: Reader, space: dict, constants: dict, signature: Signature) -> None:
    wanted = {"title": "a dimension, or a value in constants, since create_model takes it"}
    reader.check_keys(
        found=space,
        known=dict.fromkeys([*_accepted(space, signature), *TRAINING_DIMENSIONS], wanted),
        required=[name for name in signature.required if name not in constants],
        path=("search_space",),
        among="one of create_model's arguments or training's keys:",
    )


def _accepted(names: Mapping, signature: Signature) -> list[str]:
    """List the names that `create_model` takes, of these or besides."""
    others = [name for name in names if name not in DATA_ARGUMENTS] if signature.takes_any else []
    return [*signature.names, *others]


def check_training_dimensions(
    reader: Reader, plain: Mapping[str, Any], training: Mapping[str, Mapping]
) -> None:
    """Check that each value of a searched key of `training` is one that this key can have.

    Parameters
    ----------
    reader, plain
        What was read so far; whole numbers among categories are made integers.
    training
        The schemas of the section's keys.
    """
    for name, entry in reader.sound_entries(plain, "search_space").items():
        if name not in TRAINING_DIMENSIONS:
            continue
        schema, path = training[name], ("search_space", name)
        if entry["type"] == "categorical":
            entry["categories"] = [
                reader.read(value, schema, (*path, "categories", i))
                for i, value in enumerate(entry["categories"])
            ]
        elif entry["type"] == "integer":
            reader.read(entry["low"], schema, (*path, "low"))
        else:
            wanted = f"integer or categorical, since each value is {expected(schema)}"
            reader.complain((*path, "type"), entry["type"], wanted)


def check_image_size(
    reader: Reader, plain: Mapping[str, Any], image_shape: tuple[int, int]
) -> None:
    """Check that our network has no more convolutions than the images allow.

    Parameters
    ----------
    reader, plain
        What was read so far.
    image_shape
        Height and width in pixels.
    """
    if plain.get("model") is not None:
        return
    most = min(image_shape).bit_length() - 1  # each pooling halves them, rounding down
    for path, value in _possible_values(reader, plain, "num_conv_layers").items():
        if isinstance(value, int | float) and value > most:
            wanted = (
                f"{most} at most, since a pooling after each convolution halves the images, "
                f"which are {image_shape[0]} x {image_shape[1]}"
            )
            reader.complain(path, show(value), wanted)


def _possible_values(reader: Reader, plain: Mapping[str, Any], name: str) -> dict[tuple, Any]:
    """Map each place where the highest value of a hyper-parameter may stand to that value."""
    constants = reader.sound_entries(plain, "constants")
    dimension = reader.sound_entries(plain, "search_space").get(name, {})
    found = {("search_space", name, "high"): dimension.get("high")}
    for i, category in enumerate(dimension.get("categories", ())):
        found["search_space", name, "categories", i] = category
    return found | {("constants", name): constants.get(name)}
