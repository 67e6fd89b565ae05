"""Digests of the code that decides the training of the network."""

from pathlib import Path

from hpo.common.python_imports import imported_files
from hpo.trials.deciding_code import LIBRARY, code_digests

TRAINING = Path(__file__).parent / "training"
"""All code in this folder decides the training."""


def training_code(model: str | Path | None) -> dict[str, str]:
    """Map each file that decides the training to its digest (`hpo.trials.deciding_code`).

    Parameters
    ----------
    model
        The user's model file, or None. Files that it imports from its own folder count, too, and
        modules of the library that our own model imports.
    """
    files = {*TRAINING.rglob("*.py"), *_imported_by_our_model()}
    digests = code_digests(sorted(files), LIBRARY.parent)
    if model is not None:
        folder = Path(model).parent
        users = code_digests((Path(model), *imported_files(model, folder)), folder)
        digests |= {f"model: {name}": digest for name, digest in users.items()}
    return digests


def _imported_by_our_model() -> list[Path]:
    model = TRAINING / "model.py"
    return [file for file in imported_files(model, LIBRARY.parent) if file.name != "__init__.py"]
