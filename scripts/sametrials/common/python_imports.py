"""Find the Python files that a script imports."""

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from sametrials.common.errors import ConfigError


def imported_files(script: str | Path, folder: str | Path) -> list[Path]:
    """List the Python files below `folder` that a script imports, directly or through another.

    The script itself is not listed: Snakemake watches it. The files are read, not run; imports
    inside functions count.

    Returns
    -------
    list of Path
        Sorted.

    Raises
    ------
    ConfigError
        A file is not valid Python.
    """
    folder = Path(folder)
    found: set[Path] = set()
    waiting = [Path(script)]
    while waiting:
        file = waiting.pop()
        new = set(_imports_of(file, read_source(file), folder)) - found
        found |= new
        waiting += new
    return sorted(found)


def imported_packages(files: Iterable[str | Path]) -> set[str]:
    """Name the top-level packages that some Python files import, also inside functions."""
    trees = [parse(file) for file in files]
    return {name.partition(".")[0] for tree in trees for name in _imported_names(tree, ())}


def parse(path: str | Path) -> ast.Module:
    """Parse a Python file.

    Raises
    ------
    ConfigError
        The file cannot be read or is not valid Python; the message names the line.
    """
    return parse_source(path, read_source(path))


def read_source(path: str | Path) -> bytes:
    """Read a file (ConfigError if that fails)."""
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: found {error.strerror}, expected a file") from error


def parse_source(path: str | Path, content: bytes) -> ast.Module:
    """Parse the content of a Python file; see `parse`."""
    try:
        return ast.parse(content)
    except SyntaxError as error:
        place = f"{path}, line {error.lineno}" if error.lineno else path
        raise ConfigError(f"{place}: found {error.msg}, expected Python") from error
    except ValueError as error:  # null bytes, before Python 3.11.4
        raise ConfigError(f"{path}: found {error}, expected Python") from error


@cache  # the rules ask for the imports of many scripts, which share most of their modules
def _imports_of(file: Path, content: bytes, folder: Path) -> list[Path]:
    """List the files below `folder` that a file with this content imports directly."""
    names = _imported_names(parse_source(file, content), file.parent.relative_to(folder).parts)
    return [imported for name in names for imported in _files(folder, name)]


def _imported_names(tree: ast.Module, package: tuple[str, ...]) -> list[str]:
    """List the dotted names that a module imports; `from a import b` gives a and a.b."""
    names = []
    for node in _statements(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = [*above, *filter(None, [node.module])]
            names += [".".join(module), *(".".join([*module, alias.name]) for alias in node.names)]
    return [name for name in names if name]


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Walk through all nodes of a module except expressions, which are many.

    Nodes that are not statements but hold some, such as exception handlers, are included.
    """
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.expr):
            yield node
            yield from _statements(node)


def _files(folder: Path, name: str) -> list[Path]:
    """List the files that an import of a dotted name runs: its packages and the module."""
    parts = name.split(".")
    places = [folder.joinpath(*parts[: i + 1]) for i in range(len(parts))]
    candidates = [place / "__init__.py" for place in places] + [places[-1].with_suffix(".py")]
    return [file for file in candidates if file.is_file()]
