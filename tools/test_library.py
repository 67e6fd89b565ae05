"""Build the wheel, and try it on each Python that is there, in an empty environment.

    python tools/test_library.py

The wheel is installed beside the packages of requirements/library.txt and nothing else; then
tests/library is run. All Pythons must make the same trials.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from find_python import VERSIONS, clean_environment, find_python

ROOT = Path(__file__).parents[1]
TESTS = ROOT / "tests" / "library"
REQUIREMENTS = ROOT / "requirements" / "library.txt"


def environment(python: Path, folder: Path) -> Path:
    """Make an environment with the packages that are pinned; return its Python."""
    run(python, "-m", "venv", folder)
    own = folder / "bin" / "python"
    uv = shutil.which("uv", path=str(Path(sys.executable).parent))
    if uv is not None:
        install = [uv, "pip", "install", "--quiet", "--python", own]
        if run(*install, "--require-hashes", "-r", REQUIREMENTS, check=False) == 0:
            return own
    pip = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(*pip, "--require-hashes", "-r", REQUIREMENTS)
    return own


def run(*command: str | Path, check: bool = True) -> int:
    """Run a command; it has no module or setting of another Python."""
    done = subprocess.run(command, env=clean_environment(), cwd=ROOT, check=False)
    if check and done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit code {done.returncode}")
    return done.returncode


def points(python: Path) -> str:
    """Return the trials of some searches, as text."""
    command = [python, TESTS / "points.py"]
    done = subprocess.run(
        command, env=clean_environment(), capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"tests/library/points.py: {done.stderr}")
    return done.stdout


def main() -> None:
    """Try the wheel on each Python."""
    found = {version: find_python(version) for version in VERSIONS}
    for version in [version for version, python in found.items() if python is None]:
        print(f"NOT RUN: Python {version}: found none on the PATH or in pyenv", flush=True)
    pythons = {version: python for version, python in found.items() if python is not None}
    if not pythons:
        sys.exit(f"found no Python of {', '.join(VERSIONS)}, expected one")
    made, failed = {}, []
    with tempfile.TemporaryDirectory(prefix="sametrials-wheel-") as temporary:
        folder = Path(temporary)
        for version, python in pythons.items():
            own = environment(python, folder / version)
            if not made:
                run(own, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist")
            [wheel] = (folder / "dist").glob("*.whl")
            pip = [own, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
            run(*pip, "--no-deps", "--no-index", wheel)
            print(f"Python {version}:", flush=True)
            if run(own, "-m", "pytest", "-q", TESTS, check=False):
                failed.append(version)
            made[version] = points(own)
    if failed:
        sys.exit(f"tests/library: failed on Python {', '.join(failed)}")
    if len(set(made.values())) > 1:
        sys.exit(f"found other trials on one of Python {', '.join(made)}, expected the same on all")
    print(f"the same trials on Python {', '.join(made)}")


if __name__ == "__main__":
    main()
