"""Which code decides a trial. It needs nothing but Python itself, since the rules import it."""

import ast
import hashlib
from pathlib import Path

from hpo.imports import imported_files, parse

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
