"""Look into another Python environment, in which the user's file runs: `trial.environment`."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sametrials.common.errors import ConfigError
from sametrials.common.texts import one_line

INTERPRETER = "results/data/interpreter.txt"
"""The file in which the rules note the Python of a conda environment that they have made."""

OLDEST = (3, 11)
"""The oldest Python that can run the modules around the user's file."""

OWN = "of trial.environment"

# For any Python: what is too old is to be told, too.
LOOK = """
import json, sys
found = {"python": sys.version_info[:2], "packages": {}}
if sys.version_info >= (3, 8):
    from importlib import metadata
    for name in ["numpy"] + sys.argv[1:]:
        try:
            found["packages"][name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found["packages"][name] = None
print(json.dumps(found))
"""


def is_conda_file(environment: str | None) -> bool:
    """Tell whether it is the file of a conda environment, which Snakemake makes from it."""
    return environment is not None and environment.endswith((".yaml", ".yml"))


def interpreter_of(environment: str) -> str:
    """Return the absolute path of an interpreter; a link stays one, as in a virtual environment.

    That of a conda file is in `INTERPRETER`.

    Raises
    ------
    ConfigError
        The conda environment has not been made.
    """
    if not is_conda_file(environment):
        return str(Path(environment).absolute())
    try:
        return Path(INTERPRETER).read_text().strip()
    except OSError as error:
        raise ConfigError(
            f"trial.environment: found {environment}, but not {INTERPRETER} ({error.strerror}), "
            "expected the rules to have made the environment: run snakemake"
        ) from error


def environment_versions(environment: str, packages: Sequence[str]) -> dict[str, str]:
    """Look up the versions of Python, NumPy and some packages in another environment.

    Raises
    ------
    ConfigError
        The interpreter does not run or is too old, or a package is not installed there.
    """
    command = [interpreter_of(environment), "-c", LOOK, *packages]
    try:
        done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603
        found = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.CalledProcessError) as error:
        raise ConfigError(
            f"trial.environment: found {environment}, which does not run ({one_line(str(error))}), "
            "expected a Python interpreter such as .venv/bin/python"
        ) from error
    version = tuple(found["python"])
    if version < OLDEST:
        raise ConfigError(
            f"trial.environment: found Python {_dotted(version)}, expected {_dotted(OLDEST)} or "
            "a newer one"
        )
    for name, installed in found["packages"].items():
        if installed is None:
            raise ConfigError(
                f"trial.environment: found no installed package {name} there, expected one: "
                f"{environment} -m pip install {name}"
            )
    numpy = found["packages"]["numpy"]
    others = {name: found["packages"][name] for name in packages}
    return {f"python {OWN}": _dotted(version), f"numpy {OWN}": numpy, **others}


def _dotted(version: Sequence[int]) -> str:
    return ".".join(map(str, version))
