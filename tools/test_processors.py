"""Compute the golden values as other processors would, and compare them, bit for bit.

    export PYTHONPATH=scripts:tests/golden
    python tools/test_processors.py [--processors Haswell ...] [--only PART/CASE ...]
    python tools/test_processors.py --demo

QEMU shows a program another processor, with its features, its caches and its maker, and computes
what this one lacks: some 60 times slower. With --demo all trials of the demo are made so, which
takes an hour or two; `make demo` must have fetched its data.
"""

import argparse
import json
import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from comparison import changed_values

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
DATA = ROOT / "demo" / "results" / "data" / "mnist.npz"

EMULATOR = "qemu-x86_64"
NATIVE = "this processor"
PROCESSORS = ("Haswell", "Skylake-Client", "EPYC")
"""Names of QEMU's: two of Intel's, of 2013 and 2015, and one of AMD's, of 2017."""

CASES = (
    # QEMU 7.2 died as an EPYC of the boosted trees of 100 trials.
    *("study", "suggest/design-*", "suggest/gp-*", "suggest/*-EI-at-20"),
    *(
        f"tasks/keras_network/training/{case}"
        for case in ("seed-relu", "seed-sigmoid", "seed-dropout", "own-adam", "own-sgd", "mlp-wide")
    ),
)
"""What is computed of the golden values: TensorFlow's tracing of a network takes a minute there."""


def python_on(processor: str, folder: Path) -> str:
    """Return a program that runs Python on a processor; its path is in the folder.

    A program, not a command: worker processes are started with it, too.
    """
    if processor == NATIVE:
        return sys.executable
    command = shlex.join([EMULATOR, "-cpu", processor, sys.executable])
    program = folder / f"python-on-{processor}"
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    program.chmod(0o755)
    return str(program)


def run(command: Sequence[str | Path]) -> tuple[str, float]:
    """Run a program; return what it printed and the seconds that it took.

    Raises
    ------
    SystemExit
        It failed.
    """
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{shlex.join(map(str, command))}:\n{done.stderr}")
    return done.stdout, time.monotonic() - started


def differences(values: dict, golden: dict) -> list[str]:
    """Name the cases whose values differ from those in golden.json in any bit."""
    return [
        f"{part}/{case}"
        for part, cases in values.items()
        for case in changed_values(golden[part], {"values": cases})
    ]


def compare_golden(processor: str, cases: Sequence[str], folder: Path) -> bool:
    """Compute golden values on a processor; tell what came out, and whether all are the same."""
    python = python_on(processor, folder)
    printed, seconds = run([python, GOLDEN / "compute.py", "--only", *cases])
    values = json.loads(printed)
    wrong = differences(values, json.loads((GOLDEN / "golden.json").read_text())["parts"])
    total = sum(map(len, values.values()))
    said = f"found others of {', '.join(wrong)}" if wrong else "as in golden.json"
    print(f"{processor}: {total} values, {said} ({seconds:.0f} s)", flush=True)
    return not wrong


def make_demo(folder: str, python: str) -> None:
    """Make all trials of the demo, with one worker process that a program starts."""
    import multiprocessing

    import yaml

    from sametrials.common.environment import fix_environment

    fix_environment(instructions="avx2")
    multiprocessing.set_executable(python)

    from sametrials.config.validate import validate_config
    from sametrials.results.trial_tables import trials_table
    from sametrials.search.in_process import run_search
    from sametrials.search.setup import open_setup

    config = validate_config(yaml.safe_load((ROOT / "config" / "demo.yaml").read_text()))
    setup = open_setup(DATA, config | {"study": config["studies"]["demo"]})
    finished = run_search(setup, folder=Path(folder) / "demo", workers=1, terminal=sys.stderr)
    table = trials_table(setup.study.objective, finished.records)
    table.to_csv(Path(folder) / "trials.csv", index=False)


def compare_demos(processors: Sequence[str], folder: Path) -> bool:
    """Make the demo's trials on each processor; tell whether all are the same."""
    if not DATA.exists():
        sys.exit(f"{DATA}: found no file, expected the data of the demo: run `make demo` before")
    made = {}
    for processor in processors:
        own = folder / processor.replace(" ", "-")
        own.mkdir()
        python = python_on(processor, own)
        subprocess.run([python, __file__, "--make-demo", own, python], cwd=ROOT, check=True)
        made[processor] = (own / "trials.csv").read_text()
        same = made[processor] == made[processors[0]]
        print(f"{processor}: trials.csv {'the same' if same else 'is another'}", flush=True)
    return len(set(made.values())) == 1


def main() -> None:
    """Compare the processors that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processors", nargs="+", default=PROCESSORS, help="names of QEMU's")
    parser.add_argument("--only", nargs="+", default=CASES, metavar="PART[/CASE]")
    parser.add_argument("--demo", action="store_true", help="all trials of the demo")
    parser.add_argument("--make-demo", nargs=2, metavar=("FOLDER", "PYTHON"), help="one of these")
    given = parser.parse_args()
    if given.make_demo:
        return make_demo(*given.make_demo)
    if shutil.which(EMULATOR) is None:
        sys.exit(f"{EMULATOR}: found none, expected QEMU: install Debian's package qemu-user")
    with tempfile.TemporaryDirectory(prefix="sametrials-processors-") as temporary:
        folder, processors = Path(temporary), [NATIVE, *given.processors]
        if given.demo:
            same = compare_demos(processors, folder)
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                same = all(
                    [*pool.map(lambda each: compare_golden(each, given.only, folder), processors)]
                )
    if not same:
        sys.exit("found other values on one of the processors, expected the same on all")
    return None


if __name__ == "__main__":
    main()
