"""Compute the golden values: many small results of the code that decides trials.

    python tests/golden/compute.py [--only PART or PART/CASE ...] [--times] [--instructions native]

It prints JSON: the parts, and the cases of each with their values. A CASE may have * in it. What is
not asked for is not imported. The golden values are those of AVX2, the same on each processor.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from importlib import import_module
from pathlib import Path
from typing import Any

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from sametrials.common.environment import fix_environment

MODULES = {
    "study": "study_values",
    "suggest": "suggest_values",
    "tasks/keras_network/training": "network_values",
    "tasks/python_function/training": "function_values",
    "tasks/command/training": "command_values",
    "tasks/reported": "reported_values",
    "tasks/cross_validated/training": "folds_values",
}
"""The module with the CASES of each part: functions without arguments, by name."""


def compute(asked: Sequence[str] = ()) -> Iterator[tuple[str, str, Any, float]]:
    """Compute values; yield part, case, value and the seconds that it took.

    Parameters
    ----------
    asked
        The parts or cases; none for all.

    Raises
    ------
    SystemExit
        Something is asked for that is not there.
    """
    from plain_values import plain

    for part, patterns in _patterns(asked or list(MODULES)).items():
        cases = import_module(MODULES[part]).CASES
        chosen = [name for name in cases if any(fnmatchcase(name, each) for each in patterns)]
        if not chosen:
            sys.exit(f"{part}: found no case {', '.join(patterns)}, expected {', '.join(cases)}")
        for name in chosen:
            started = time.perf_counter()
            value = plain(cases[name]())
            yield part, name, value, time.perf_counter() - started


def _patterns(asked: Sequence[str]) -> dict[str, list[str]]:
    """Map each part that is asked for to the patterns of its cases."""
    patterns: dict[str, list[str]] = {}
    for text in asked:
        part = next((each for each in MODULES if f"{text}/".startswith(f"{each}/")), None)
        if part is None:
            sys.exit(f"--only: found {text}, expected a part or PART/CASE: {', '.join(MODULES)}")
        patterns.setdefault(part, []).append(text[len(part) + 1 :] or "*")
    return patterns


def main() -> None:
    """Print the values that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--only", nargs="+", default=[], metavar="PART[/CASE]")
    parser.add_argument("--times", action="store_true", help="say how long each case takes")
    parser.add_argument("--instructions", choices=["avx2", "native"], default="avx2")
    given = parser.parse_args()
    fix_environment(instructions=given.instructions)  # before NumPy is imported
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    values: dict[str, dict[str, Any]] = {}
    for part, name, value, seconds in compute(given.only):
        values.setdefault(part, {})[name] = value
        if given.times:
            print(f"{seconds:8.3f} s  {part}/{name}", file=sys.stderr, flush=True)
    json.dump(values, sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
