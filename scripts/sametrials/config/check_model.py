"""Check the model that the configuration describes: its file, its arguments and its size."""

from collections.abc import Mapping, Sequence
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.common.instructions import AVX2
from sametrials.common.python_imports import imported_files
from sametrials.config.messages import KeyPath, expected
from sametrials.config.model_signature import (
    DATA_ARGUMENTS,
    OF_CLASSES,
    OF_NUMBERS,
    Signature,
    read_callbacks_signature,
    read_signature,
)
from sametrials.config.schema_reader import Reader
from sametrials.data.kind import CLASSIFICATION, REGRESSION, examples_of, kind_of
from sametrials.tasks.keras_network.arguments import ARGUMENTS, too_many_convolutions
from sametrials.tasks.keras_network.code import source_of
from sametrials.tasks.keras_network.training.dimensions import TRAINING_DIMENSIONS

ARGUMENTS_OF_THE_OTHER_KIND = {
    CLASSIFICATION: (OF_NUMBERS, "num_classes"),
    REGRESSION: (OF_CLASSES, "num_outputs"),
}
"""Arguments of `create_model` that data of a kind do not give, and what they give instead."""

MLP_TRAINING = {"epochs": 50, "batch_size": 32}
"""What `mlp` trains where nothing is said: tables are smaller than sets of images."""


def check_arguments(reader: Reader, plain: Mapping[str, Any]) -> None:
    """Check the names in the search space and the constants against `create_model`'s arguments.

    Those of the user's `create_callbacks`, if there is one, must be among them.
    """
    if not reader.is_sound("model"):
        return
    model = source_of(plain.get("model"))
    try:
        signature = read_signature(model)
        callbacks = read_callbacks_signature(model)
        imported_files(model, model.parent)  # they must be valid Python, too
    except ConfigError as error:
        reader.problems["model",] = str(error)
        return
    taken = [name for name in TRAINING_DIMENSIONS if name in signature.names]
    if taken:
        wanted = "another name, since this one is a key of training"
        reader.complain(("model",), f"the argument {taken[0]} of create_model", wanted)
        return
    _check_kind(reader, plain, signature)
    if callbacks is not None:
        _check_callbacks(reader, plain, callbacks)
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


def _check_kind(reader: Reader, plain: Mapping[str, Any], signature: Signature) -> None:
    """Check that the model is for examples and targets of the kind that the data set has."""
    if not reader.is_sound("dataset"):
        return
    kind = kind_of(plain["dataset"])
    if plain.get("model") is None and examples_of(plain["dataset"]) == "rows":
        found = "null, the convolutional network for images"
        reader.complain(("model",), found, "mlp, or a Python file, since the data are a table")
    foreign, wanted = ARGUMENTS_OF_THE_OTHER_KIND[kind]
    for name in signature.wants_of_data:
        if name in foreign:
            wanted = f"{wanted}, since the data set is for {kind}, or a default for {name}"
            reader.complain(("model",), f"the argument {name} of create_model", wanted)


def _check_callbacks(reader: Reader, plain: Mapping[str, Any], signature: Signature) -> None:
    """Check that there is something for each argument of `create_callbacks` without a default."""
    space, constants = plain.get("search_space"), plain.get("constants")
    if not isinstance(space, dict) or not isinstance(constants, dict):
        return
    _check_conditional(reader, space, signature.required, "create_callbacks")
    given = {*space, *constants} - {*TRAINING_DIMENSIONS}
    foreign = ()
    if reader.is_sound("dataset"):
        foreign, _ = ARGUMENTS_OF_THE_OTHER_KIND[kind_of(plain["dataset"])]
    for name in (*signature.required, *signature.wants_of_data):
        if name in foreign or (name not in given and name not in signature.wants_of_data):
            found = f"the argument {name} of create_callbacks"
            wanted = "a name in search_space or constants, one of the data set, or a default"
            reader.complain(("model",), found, wanted)


def check_training(reader: Reader, plain: Mapping[str, Any], given: Any) -> None:
    """Check `training` against the objective and the data; fill in the defaults of `mlp`.

    Parameters
    ----------
    reader, plain
        The reader and what it has read so far.
    given
        The section as the user wrote it.
    """
    training = plain.get("training")
    if not isinstance(training, dict) or not reader.is_sound("training"):
        return
    if plain.get("model") == "mlp":
        training.update(
            {key: MLP_TRAINING[key] for key in MLP_TRAINING if key not in (given or {})}
        )
    patience, class_weight = training["patience"], training["class_weight"]
    if (
        patience is not None
        and reader.is_sound("objective", "epoch")
        and plain["objective"]["epoch"] != "best"
    ):
        wanted = "null, or best as objective.epoch: the best epoch then counts, not the last"
        reader.complain(("training", "patience"), str(patience), wanted)
    if (
        class_weight is not None
        and reader.is_sound("dataset")
        and kind_of(plain["dataset"]) != CLASSIFICATION
    ):
        wanted = "null, since the data set is for regression"
        reader.complain(("training", "class_weight"), class_weight, wanted)
    if training["precision"] != "float32" and plain.get("instructions") == AVX2:
        wanted = "float32: with instructions: avx2 a processor has no bfloat16"
        reader.complain(("training", "precision"), training["precision"], wanted)


def _check_space(reader: Reader, space: dict, constants: dict, signature: Signature) -> None:
    wanted = {"title": "a dimension, or a value in constants, since create_model takes it"}
    reader.check_keys(
        found=space,
        known=dict.fromkeys([*_accepted(space, signature), *TRAINING_DIMENSIONS], wanted),
        required=[name for name in signature.required if name not in constants],
        path=("search_space",),
        among="one of create_model's arguments or training's keys:",
    )
    _check_conditional(reader, space, signature.required, "create_model")


def _check_conditional(
    reader: Reader, space: Mapping[str, Any], required: Sequence[str], function: str
) -> None:
    """Check that an argument without a default is given in each trial."""
    for name in required:
        entry = space.get(name)
        if isinstance(entry, dict) and entry.get("when") and reader.is_sound("search_space", name):
            wanted = f"null, or a default for the argument {name} of {function}: it is not given"
            found = "conditions"
            reader.complain(("search_space", name, "when"), found, f"{wanted} where they fail")


def _accepted(names: Mapping, signature: Signature) -> list[str]:
    """List the arguments of `create_model`, with the given names if it takes any by `**`."""
    others = [name for name in names if name not in DATA_ARGUMENTS] if signature.takes_any else []
    return [*signature.names, *others]


def check_values(reader: Reader, plain: Mapping[str, Any], training: Mapping[str, Mapping]) -> None:
    """Check the values of constants and dimensions with a known meaning.

    Known are the keys of `training` that are searched and the arguments of our own models, but not
    those of a user's model.

    Parameters
    ----------
    reader, plain
        The reader and what it has read so far; numbers among categories get the expected type.
    training
        The schemas of the keys of `training`.
    """
    known = {name: training[name] for name in TRAINING_DIMENSIONS}
    known |= ARGUMENTS.get(plain.get("model"), {})
    for name, value in reader.sound_entries(plain, "constants").items():
        if name in known:
            plain["constants"][name] = reader.read(value, known[name], ("constants", name))
    for name, entry in reader.sound_entries(plain, "search_space").items():
        if name in known:
            _check_dimension(reader, entry, known[name], ("search_space", name))


def _check_dimension(reader: Reader, entry: dict, schema: Mapping, path: KeyPath) -> None:
    listed = {"ordinal": "values", "categorical": "categories"}
    numbers = {"integer": ["integer"], "number": ["real", "integer"]}
    taken = [*numbers.get(schema.get("type"), []), *listed]
    if entry["type"] not in taken:
        wanted = f"{' or '.join(taken)}, since each value is {expected(schema)}"
        reader.complain((*path, "type"), entry["type"], wanted)
    elif entry["type"] in listed:
        key = listed[entry["type"]]
        entry[key] = [
            reader.read(value, schema, (*path, key, i)) for i, value in enumerate(entry[key])
        ]
    else:
        for bound in ("low", "high"):
            reader.read(entry[bound], schema, (*path, bound))


def check_image_size(
    reader: Reader, plain: Mapping[str, Any], image_shape: tuple[int, int]
) -> None:
    """Check that our network has no more convolutions than the images allow.

    Parameters
    ----------
    reader, plain
        The reader and what it has read so far.
    image_shape
        Height and width in pixels.
    """
    if plain.get("model") is not None:
        return
    space = reader.sound_entries(plain, "search_space")
    constants = reader.sound_entries(plain, "constants")
    for place, problem in too_many_convolutions(space, constants, image_shape).items():
        reader.complain(place, *problem)
