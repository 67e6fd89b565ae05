"""What decides a trial: digests that tell whether a record still stands."""

import ast
import hashlib
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any

from hpo.errors import SearchError
from hpo.files import sha256_of_json
from hpo.imports import imported_files
from hpo.records import TrialRecord
from hpo.space import HyperParameters
from hpo.study import Study

FOLDER = Path(__file__).parent

CARRIERS = {
    "config",
    "datasets",
    "errors",
    "files",
    "logs",
    "records",
    "replicates",
    "schema",
    "sources",
    "study_checks",
    "trial",
    "wording",
}
"""Modules that bring values from one place to another, and decide none of them."""

DECIDING_PACKAGES = (
    ("tensorflow", "tensorflow-cpu"),  # two names on PyPI for one package
    ("keras",),
    ("numpy",),
    ("scipy",),
    ("scikit-learn",),
    ("scikit-optimize",),
)


def package_versions() -> dict[str, str]:
    """Look up the installed versions of the packages that decide a trial."""
    python = ".".join(map(str, sys.version_info[:2]))
    return {"python": python, **{names[0]: _version(names) for names in DECIDING_PACKAGES}}


def settings_digest(study: Study, training: Mapping[str, Any], data_digest: str) -> str:
    """Digest of all that decides every trial of a search, in hexadecimal.

    Parameters
    ----------
    study
        Its settings; `n_calls` and `points` do not count.
    training
        The section of config.yaml.
    data_digest
        Of the images and labels (`hpo.datasets.digest_for_training`).
    """
    return sha256_of_json(
        {
            "study": study.identity(),
            "training": dict(training),
            "data": data_digest,
            "code": {
                str(file.relative_to(FOLDER.parent)): code_digest(file) for file in deciding_files()
            },
            "versions": package_versions(),
        }
    )


def deciding_files() -> list[Path]:
    """List the files whose code decides the hyper-parameters or the training of a trial.

    What the model imports from beside it is among them.
    """
    roots = [FOLDER / f"{name}.py" for name in ("pruning", "search", "suggest", "training")]
    files = {*roots, *(file for root in roots for file in imported_files(root, FOLDER.parent))}
    return sorted(files - {FOLDER / f"{name}.py" for name in CARRIERS})


def code_digest(file: Path) -> str:
    """Digest of what a Python file does: comments, docstrings and layout do not count."""
    tree = ast.parse(file.read_text())
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            del node.body[0]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


def fingerprint(
    settings: str,
    suggested_from: Iterable[TrialRecord],
    thresholds: Sequence[float],
    given: HyperParameters | None = None,
) -> dict[str, str]:
    """Fingerprint of a trial: the digest of the settings, and one of its history.

    Parameters
    ----------
    settings
        The digest of the settings.
    suggested_from
        The trials that its hyper-parameters were chosen from.
    thresholds
        The accuracies that it had to reach not to be pruned.
    given
        Its hyper-parameters, where a list of points has them.
    """
    seen = [[list(record.hyper_parameters.items()), record.accuracy] for record in suggested_from]
    chosen_from = seen if given is None else list(given.items())
    return {"settings": settings, "history": sha256_of_json([chosen_from, list(thresholds)])}


def _version(names: tuple[str, ...]) -> str:
    for name in names:
        try:
            return metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    raise SearchError(f"the package {names[0]} is not installed, expected it beside the others")
