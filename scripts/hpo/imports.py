"""Which Python files a script is made of."""

import ast
from pathlib import Path

from hpo.errors import ConfigError


def imported_files(script: str | Path, folder: str | Path) -> list[Path]:
    """List the Python files below `folder` that a script imports, directly or through another.

    The script itself is not among them (Snakemake watches it by itself). The files are read, not
    run; imports inside functions count.

    Returns
    -------
    list of Path
        Sorted.

    Raises
    ------
    ConfigError
        A file is no Python.
    """
    folder = Path(folder)
    found: set[Path] = set()
    waiting = [Path(script)]
    while waiting:
        for name in _imported_names(waiting.pop(), folder):
            for file in _files(folder, name):
                if file not in found:
                    found.add(file)
                    waiting.append(file)
    return sorted(found)


def parse(path: str | Path) -> ast.Module:
    """Parse a Python file.

    Raises
    ------
    ConfigError
        It cannot be read, or is no Python; with the line.
    """
    try:
        return ast.parse(Path(path).read_bytes())
    except OSError as error:
        raise ConfigError(f"{path}: found {error.strerror}, expected a file") from error
    except SyntaxError as error:
        place = f"{path}, line {error.lineno}" if error.lineno else path
        raise ConfigError(f"{place}: found {error.msg}, expected Python") from error


def _imported_names(file: Path, folder: Path) -> list[str]:
    """Dotted names that a file imports; of `from a import b` both a and a.b, which may be one."""
    names = []
    package = file.parent.relative_to(folder).parts
    for node in ast.walk(parse(file)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = [*above, *filter(None, [node.module])]
            names += [".".join(module), *(".".join([*module, alias.name]) for alias in node.names)]
    return [name for name in names if name]


def _files(folder: Path, name: str) -> list[Path]:
    """List the files that importing a dotted name runs: the packages on the way, the module."""
    parts = name.split(".")
    places = [folder.joinpath(*parts[: i + 1]) for i in range(len(parts))]
    candidates = [place / "__init__.py" for place in places] + [places[-1].with_suffix(".py")]
    return [file for file in candidates if file.is_file()]
