"""What stands for the code that decides a trial: versions of ours, digests of the user's files.

The folders tell which code of ours that is: all modules of `study` and `suggest` decide what is
tried, and the folders that a task names as its own (`sametrials.tasks`) decide the outcome. Each of
these parts has a version, so that a change of our code that changes no result leaves the users'
records alone. Golden values (tests/golden) tell whether a change is one of those. `make golden`
then notes the code as that of the version. Code that is not noted counts by its content, too:
whoever edits a network of ours in place has another experiment.

This module needs Python alone, since the rules import it.
"""

import ast
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sametrials.common.files import sha256_of_json
from sametrials.common.python_imports import parse_source, read_source

LIBRARY = Path(__file__).parents[1]
NOTED_CODE = Path(__file__).with_name("noted_code.json")
"""The digests of the files of each part whose results are those of its version."""


class Part(NamedTuple):
    """A part of the library that decides trials.

    Attributes
    ----------
    folder
        The folder of the library that it is, with all modules in it.
    version
        From 1. Raise it when the results change; then `make golden` (docs/maintaining.md).
    """

    folder: str
    version: int


ENGINE = (Part("study", version=1), Part("suggest", version=1))
"""The parts that decide what is tried."""


def code_identity_of(parts: Iterable[Part]) -> dict[str, int | str]:
    """Map the folder of each part to its version.

    To that of a part whose code is not as noted a digest of it is added: "1, edited: 8d5f...".
    """
    noted = noted_code()
    return {part.folder: _identity(part, noted.get(part.folder)) for part in parts}


def _identity(part: Part, noted: Mapping[str, str] | None) -> int | str:
    code = code_of(part.folder)
    return part.version if code == noted else f"{part.version}, edited: {sha256_of_json(code)}"


def noted_code(path: Path = NOTED_CODE) -> dict[str, dict[str, str]]:
    """Read the digests of the files of each part that are noted."""
    return json.loads(path.read_text())


def code_of(folder: str, library: Path | None = None) -> dict[str, str]:
    """Map each file in a folder of the library to its digest."""
    library = library or LIBRARY
    return code_digests(sorted((library / folder).rglob("*.py")), library)


def code_digests(files: Iterable[Path], folder: Path) -> dict[str, str]:
    """Map files, by their paths from a folder, to their `code_digest`."""
    return {file.relative_to(folder).as_posix(): code_digest(file) for file in files}


def code_digest(file: Path) -> str:
    """Return the digest of a Python file, the same on each Python.

    Comments, docstrings and layout do not count.
    """
    return _digest_of_source(file, read_source(file))


@cache  # a search asks for the same files several times
def _digest_of_source(file: Path, content: bytes) -> str:
    tree = _WithoutTexts().visit(parse_source(file, content))
    return hashlib.sha256(_dump(tree).encode()).hexdigest()


class _WithoutTexts(ast.NodeTransformer):
    """Removes docstrings, and the texts below constants and fields that describe them."""

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        is_text = isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
        return None if is_text else self.generic_visit(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        """Remove empty texts, too, which Python 3.12 alone has at the end of a format."""
        node.values = [each for each in node.values if getattr(each, "value", None) != ""]
        return self.generic_visit(node)


def _dump(node: object) -> str:
    """Write a syntax tree as text; `ast.dump` gives another one on each Python.

    Left out is what is empty: newer Pythons have fields that older ones do not have.
    """
    if isinstance(node, ast.AST):
        named = [(name, each) for name, each in ast.iter_fields(node) if each not in (None, [])]
        fields = ", ".join(f"{name}={_dump(each)}" for name, each in named)
        return f"{type(node).__name__}({fields})"
    if isinstance(node, list):
        return f"[{', '.join(map(_dump, node))}]"
    return ascii(node)
