"""Which conda environment each script runs in, and which packages it imports."""

import ast
import re
import sys
from pathlib import Path

from project import REPOSITORY
from sametrials.common.python_imports import imported_files
from sametrials.figures.catalogue import ENTRIES

SCRIPTS = REPOSITORY / "scripts"
ENVIRONMENTS = sorted((REPOSITORY / "envs").glob("*.yaml"))
SCRIPT_ENVIRONMENTS = {
    script: environment
    for file in sorted((REPOSITORY / "rules").glob("*.smk"))
    for environment, script in re.findall(
        r'conda:\s*"\.\./envs/(\w+)\.yaml".*?script:\s*"\.\./scripts/(\w+)\.py"',
        file.read_text(),
        re.DOTALL,
    )
}


# Modules that a script imports by a name which it is told.
IMPORTED_BY_NAME = {
    "plot_figure": {module.replace(".", "/") for entry in ENTRIES for module in entry.modules}
}


def imported_packages(script: str) -> set[str]:
    """Packages of others that a script, or the library for it, imports."""
    names = set()
    for module in {script} | IMPORTED_BY_NAME.get(script, set()):
        file = SCRIPTS / f"{module}.py"
        for source in [file, *imported_files(file, SCRIPTS)]:
            names |= _imported(source)
    return names - set(sys.stdlib_module_names) - {"sametrials"}


def _imported(source: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module)
    return {name.partition(".")[0] for name in names}
