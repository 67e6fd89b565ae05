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
from hpo.imports import imported_files, parse
from hpo.records import TrialRecord
from hpo.space import HyperParameters
from hpo.study import Study

FOLDER = Path(__file__).parent

CARRIERS = {
    "config",
    "datasets",
    "errors",
    "files",
    "imports",
    "logs",
    "model_config",
    "records",
    "replicates",
    "schema",
    "signature",
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


def settings_digest(
    study: Study,
    training: Mapping[str, Any],
    constants: Mapping[str, Any],
    data_digest: str,
    code: Mapping[str, str],
) -> str:
    """Digest of all that decides every trial of a search, in hexadecimal.

    Parameters
    ----------
    study
        Its settings; `n_calls` and `points` do not count.
    training, constants
        The sections of config.yaml.
    data_digest
        Of the images and labels (`hpo.datasets.digest_for_training`).
    code
        See `code_digests`.
    """
    return sha256_of_json(
        {
            "study": study.identity(),
            "training": dict(training),
            "constants": dict(constants),
            "data": data_digest,
            "code": dict(code),
            "versions": package_versions(),
        }
    )


def code_digests(model: str | Path | None) -> dict[str, str]:
    """Map each file whose code decides a trial to its `code_digest`.

    Parameters
    ----------
    model
        The user's model file, or None. What it imports from beside it counts, too.
    """
    files = {str(file.relative_to(FOLDER.parent)): file for file in deciding_files()}
    if model is not None:
        folder = Path(model).parent
        for file in (Path(model), *imported_files(model, folder)):
            files[f"model: {file.relative_to(folder)}"] = file
    return {name: code_digest(file) for name, file in files.items()}


def deciding_files() -> list[Path]:
    """List the library's files whose code decides the hyper-parameters or the training of a trial.

    What our model imports from beside it is among them.
    """
    roots = [FOLDER / f"{name}.py" for name in ("pruning", "search", "suggest", "training")]
    files = {*roots, *(file for root in roots for file in imported_files(root, FOLDER.parent))}
    return sorted(files - {FOLDER / f"{name}.py" for name in CARRIERS})


def code_digest(file: Path) -> str:
    """Digest of what a Python file does: comments, docstrings and layout do not count."""
    tree = parse(file)
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
