"""The digest of a saved model, kept beside it: the model that is used is the one that was saved."""

from pathlib import Path

from sametrials.common.errors import SearchError
from sametrials.common.files import atomic_path, sha256_of_file


def write_model_digest(model: Path, digest: Path) -> None:
    """Write down the SHA-256 of a model, in the form of `sha256sum`."""
    with atomic_path(digest) as temporary:
        temporary.write_text(f"{sha256_of_file(model)}  {model.name}\n")


def is_as_saved(model: Path, digest: Path) -> bool:
    """Tell whether a model is there, and is the one whose digest was written down."""
    if not model.exists() or not digest.exists():
        return False
    return digest.read_bytes().split()[:1] == [sha256_of_file(model).encode()]


def check_model(model: str | Path, digest: Path, advice: str) -> None:
    """Check that a model is the one whose digest was written down.

    Raises
    ------
    SearchError
        It is not; the message ends with the advice.
    """
    if not is_as_saved(Path(model), digest):
        raise SearchError(
            f"{model}: found no such model as the trial saved ({digest}), expected it; {advice}"
        )
