"""Which files of the library a script is made of."""

import ast
from pathlib import Path


def imported_files(script: str | Path, folder: str | Path) -> list[Path]:
    """List the Python files below `folder` that a script imports, directly or through another.

    The script itself is not among them (Snakemake watches it by itself). The files are read, not
    run; imports inside functions count.

    Returns
    -------
    list of Path
        Sorted.
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


def _imported_names(file: Path, folder: Path) -> list[str]:
    """Dotted names that a file imports; of `from a import b` both a and a.b, which may be one."""
    names = []
    package = file.parent.relative_to(folder).parts
    for node in ast.walk(ast.parse(file.read_text(), filename=str(file))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *filter(None, [node.module])])
            names += [module, *(f"{module}.{alias.name}" for alias in node.names)]
    return names


def _files(folder: Path, name: str) -> list[Path]:
    """List the files that importing a dotted name runs: the packages on the way, then the module.

    The library's packages hold nothing but a docstring, so their __init__.py do not count.
    """
    module = folder.joinpath(*name.split(".")).with_suffix(".py")
    return [module] if module.is_file() else []
