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

import file_cases
import process_cases

KINDS = {kind.__name__: kind for kind in (*file_cases.KINDS, *process_cases.KINDS)}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", default=date.today().isoformat())
    parser.add_argument("--cases", type=int, default=500, help="of each kind of trouble with files")
    parser.add_argument("--processes", type=int, default=50, help="of each kind with processes")
    parser.add_argument("--only", choices=KINDS, help="one kind")
    given = parser.parse_args()
    print(f"seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        undisturbed = file_cases.undisturbed(Path(folder) / "undisturbed")
        n_failed = 0
        for name, kind in KINDS.items():
            if given.only in (None, name):
                n_cases = given.cases if kind in file_cases.KINDS else given.processes
                carry_out = partial(try_case, name, given.seed, Path(folder), undisturbed)
                n_failed += try_kind(name, carry_out, n_cases)
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


def try_case(name: str, seed: str, folder: Path, undisturbed, number: int) -> str | None:
    """Carry out a case; return what was wrong, if anything was."""
    seed_of_case = f"{seed} {name} {number}"
    rng = random.Random(seed_of_case)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        try:
            if KINDS[name] in file_cases.KINDS:
                KINDS[name](file_cases.Case(Path(place), rng, undisturbed))
            else:
                KINDS[name](Path(place), rng)
        except Exception:
            return f"{seed_of_case}\n{traceback.format_exc()}"
    return None


if __name__ == "__main__":
    sys.exit(main())
