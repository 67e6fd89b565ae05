"""Run the demo and the unit tests on each Python of this machine, each in a copy of its own.

    python tools/test_pythons.py [--without 3.11] [--demo trials.csv] [arguments of pytest]

All Pythons must make the same trials.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from find_python import VERSIONS, clean_environment, find_python

ROOT = Path(__file__).parents[1]
MADE = {".git", ".venv", ".snakemake", ".hypothesis", "__pycache__", "demo", "compare", "channel"}


def run(folder: Path, *command: str | Path) -> bool:
    """Run a command in a folder, without modules or settings of another Python."""
    done = subprocess.run(command, cwd=folder, env=clean_environment(), check=False)
    return done.returncode == 0


def made_here(folder: str, names: list[str]) -> set[str]:
    """List what is no part of the project: environments, results, caches."""
    if Path(folder) == ROOT / "results":
        return set(names) - {"README.md"}
    return MADE & set(names)


def try_on(python: Path, folder: Path, tests: list[str]) -> bool:
    """Set the project up in a new copy, as a user would, and run demo and tests there."""
    shutil.copytree(ROOT, folder, symlinks=True, ignore=made_here)
    return (
        run(folder, "make", f"PYTHON={python}", "demo")
        and run(folder, "make", "test-env")
        and run(folder, ".venv/bin/python", "-m", "pytest", "-q", "-n", "4", *tests)
    )


def main() -> None:
    """Try each Python that is there."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--without", action="append", default=[], help="a version to leave out")
    parser.add_argument("--demo", type=Path, help="trials.csv of a demo to compare with")
    given, tests = parser.parse_known_args()
    made = {"the demo that is there": given.demo.read_text()} if given.demo else {}
    failed = []
    with tempfile.TemporaryDirectory(prefix="sametrials-pythons-") as temporary:
        for version in [each for each in VERSIONS if each not in given.without]:
            python = find_python(version)
            if python is None:
                print(f"NOT RUN: Python {version}: found none on the PATH or in pyenv", flush=True)
                continue
            print(f"Python {version}:", flush=True)
            folder = Path(temporary) / version
            if not try_on(python, folder, tests or ["tests/unit"]):
                failed.append(version)
            trials = folder / "demo" / "results" / "demo" / "trials.csv"
            made[f"Python {version}"] = trials.read_text() if trials.exists() else "no trials"
    if failed:
        sys.exit(f"failed on Python {', '.join(failed)}")
    if len(set(made.values())) > 1:
        sys.exit(f"found other trials in one of {', '.join(made)}, expected the same in all")
    if len(made) > 1:
        print(f"the same trials: {', '.join(made)}")


if __name__ == "__main__":
    main()
