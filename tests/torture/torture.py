"""Try what may go wrong with a search, many times: each case must end as if nothing had happened.

    make torture TORTURE="--seed 2027-01-31 --only flipped_bit"

The seed is today's date by default, so each day tries other cases; it is printed, and the same seed
tries the same ones.
"""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import file_cases
import process_cases
import workflow_cases

MODULES = (file_cases, process_cases, workflow_cases)
KINDS = {kind.__name__: (kind, module) for module in MODULES for kind in module.KINDS}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", default=date.today().isoformat())
    parser.add_argument("--files", type=int, default=500, help="cases of each kind with files")
    parser.add_argument("--processes", type=int, default=50, help="with the processes of a search")
    parser.add_argument("--workflows", type=int, default=10, help="with the whole workflow")
    parser.add_argument("--only", choices=KINDS, help="one kind")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    n_cases = dict(zip(MODULES, (given.files, given.processes, given.workflows), strict=True))
    n_failed = 0
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        undisturbed = {}
        for name, (_, module) in KINDS.items():
            if n_cases[module] and given.only in (None, name):
                if module not in undisturbed:
                    undisturbed[module] = module.undisturbed(Path(folder) / module.__name__)
                carry_out = partial(try_case, name, given.seed, Path(folder), undisturbed[module])
                n_failed += try_kind(name, carry_out, n_cases[module])
    return min(n_failed, 1)


def try_kind(name: str, carry_out: Callable[[int], str | None], n_cases: int) -> int:
    """Try the cases of a kind, print how many there were, return how many ended badly."""
    began = time.monotonic()
    with ProcessPoolExecutor(mp_context=get_context("fork")) as pool:
        problems = [problem for problem in pool.map(carry_out, range(n_cases)) if problem]
    for problem in problems:
        print(f"--- {problem}")
    seconds = time.monotonic() - began
    said = f"{n_cases} tried, {len(problems)} ended badly ({seconds:.0f} s)"
    print(f"{name.replace('_', ' ')}: {said}", flush=True)
    return len(problems)


def try_case(name: str, seed: str, folder: Path, undisturbed: Any, number: int) -> str | None:
    """Carry out a case; return what was wrong, if anything was."""
    seed_of_case = f"{seed} {name} {number}"
    kind, _ = KINDS[name]
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            kind(Path(place), random.Random(seed_of_case), undisturbed)
        except Exception:
            return f"{seed_of_case}\n{traceback.format_exc()}"
    return None


if __name__ == "__main__":
    sys.exit(main())
