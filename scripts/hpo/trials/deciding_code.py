"""Which code decides a trial, by its digests.

It follows from the folders: all modules of `study` and `suggest` decide what is tried, and what a
task names as its own (`hpo.tasks`) decides what comes of it. Only Python itself is needed, since
the rules import this.
"""

import ast
import hashlib
from collections.abc import Iterable
from pathlib import Path

from hpo.common.python_imports import parse

LIBRARY = Path(__file__).parents[1]
FOLDERS = ("study", "suggest")


def engine_code() -> dict[str, str]:
    """Map each file that decides what is tried to its `code_digest`."""
    files = [file for folder in FOLDERS for file in sorted((LIBRARY / folder).rglob("*.py"))]
    return code_digests(files, LIBRARY.parent)


def code_digests(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """Map files, by their paths from a folder, to their `code_digest`."""
    return {file.relative_to(folder).as_posix(): code_digest(file) for file in files}


def code_digest(file: Path) -> str:
    """Digest of what a Python file does: comments, docstrings and layout do not count."""
    tree = parse(file)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, documented) and ast.get_docstring(node) is not None:
            del node.body[0]
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()
