"""Digests of the code that decides a trial.

The folders tell which code that is: all modules of `study` and `suggest` decide what is tried, and
the files that a task names as its own (`sametrials.tasks`) decide the outcome. This module needs
Python alone, since the rules import it.
"""

import ast
import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sametrials.common.python_imports import parse_source, read_source

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
    """Return the digest of a Python file; comments, docstrings and layout do not count."""
    return _digest_of_source(file, read_source(file))


@cache  # a search asks for the same files several times
def _digest_of_source(file: Path, content: bytes) -> str:
    tree = _WithoutTexts().visit(parse_source(file, content))
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


class _WithoutTexts(ast.NodeTransformer):
    """Removes docstrings, and the texts below constants and fields that describe them."""

    def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else node
