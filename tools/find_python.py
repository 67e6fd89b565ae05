"""Find a Python of a version on this machine, and print its path.

    python tools/find_python.py 3.12

Programs on the PATH come first, then those of pyenv, whose names on the PATH may stand for nothing.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VERSIONS = ("3.11", "3.12", "3.13")
"""Those for which there is a TensorFlow."""


def find_python(version: str) -> Path | None:
    """Find a Python of a version, as `3.12`, that can make environments; None if there is none."""
    name = f"python{version}"
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    on_path = shutil.which(name)
    candidates = ([Path(on_path)] if on_path else []) + sorted(pyenv.glob(f"versions/*/bin/{name}"))
    return next((python for python in candidates if _is(python, version)), None)


def clean_environment() -> dict[str, str]:
    """Return the variables of this process, without the modules and settings of its Python."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}


def _is(python: Path, version: str) -> bool:
    program = "import ensurepip, sys; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version


def main() -> None:
    """Print the path of the Python named on the command line."""
    [version] = sys.argv[1:]
    found = find_python(version)
    if found is None:
        sys.exit(f"python{version}: found none on the PATH or in pyenv, expected one: install it")
    print(found)


if __name__ == "__main__":
    main()
