"""What stands for the code that decides the training of the network."""

from pathlib import Path

from sametrials.common.python_imports import imported_files
from sametrials.tasks.keras_network.training.built_in import MODELS, is_built_in
from sametrials.trials.deciding_code import Part, code_digests, code_identity_of

TRAINING = Part("tasks/keras_network/training", version=1)
"""All code in this folder decides the training."""


def code_identity(model: str | Path | None) -> dict[str, int | str]:
    """Return the version of our training, and which model it trains.

    Parameters
    ----------
    model
        The user's model file, or None or a name for one of ours. One of ours counts by its name;
        the file, and those that it imports from its own folder, by their digests.
    """
    ours = code_identity_of([TRAINING])
    file = users_file(model)
    if file is None:
        return ours | {"model": MODELS[model]}
    users = code_digests((file, *imported_files(file, file.parent)), file.parent)
    return ours | {f"model: {name}": digest for name, digest in users.items()}


def source_of(model: str | Path | None) -> Path:
    """Find the file with the `create_model` of a model, ours or a user's."""
    ours = Path(__file__).parent / "training"
    return ours / f"{MODELS[model]}.py" if is_built_in(model) else Path(model)


def users_file(model: str | Path | None) -> Path | None:
    """Find the user's own model file; None if the model is one of ours."""
    return None if is_built_in(model) else Path(model)
