"""Digests of the code that decides the training of the network."""

from pathlib import Path

from sametrials.common.python_imports import imported_files
from sametrials.tasks.keras_network.training.built_in import MODELS, is_built_in
from sametrials.trials.deciding_code import LIBRARY, code_digests

TRAINING = Path(__file__).parent / "training"
"""All code in this folder decides the training."""


def training_code(model: str | Path | None) -> dict[str, str]:
    """Map each file that decides the training to its digest (`sametrials.trials.deciding_code`).

    Parameters
    ----------
    model
        The user's model file, or None or a name for one of ours. Files that it imports from its own
        folder count, too, and modules of the library that our own models import.
    """
    files = {*TRAINING.rglob("*.py"), *_imported_by_our_models()}
    digests = code_digests(sorted(files), LIBRARY.parent)
    if model is not None:
        source = source_of(model)
        named = code_digests((source, *imported_files(source, source.parent)), source.parent)
        digests |= {f"model: {name}": digest for name, digest in named.items()}
    return digests


def source_of(model: str | Path | None) -> Path:
    """Find the file with the `create_model` of a model, ours or a user's."""
    return TRAINING / f"{MODELS[model]}.py" if is_built_in(model) else Path(model)


def users_file(model: str | Path | None) -> Path | None:
    """Find the user's own model file; None if the model is one of ours."""
    return None if is_built_in(model) else Path(model)


def _imported_by_our_models() -> list[Path]:
    imported = [imported_files(source_of(model), LIBRARY.parent) for model in MODELS]
    return [file for files in imported for file in files if file.name != "__init__.py"]
