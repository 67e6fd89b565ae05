"""Compute the golden values as other processors would, and compare them, bit for bit.

    export PYTHONPATH=scripts:tests/golden
    python tools/test_processors.py [--how native masked emulated] [--processors Haswell ...]
                                    [--only PART/CASE ...] [--demo [--images N]]

With --demo all trials of the demo are made, for which `make demo` must have fetched the data. Of
all its images that takes a minute masked and most of a day emulated.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from comparison import changed_values
from other_processors import EMULATED, MASKED, NATIVE, PROCESSORS, python_on

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden"
DATA = ROOT / "demo" / "results" / "data" / "mnist.npz"

EMULATED_CASES = (
    # QEMU 7.2 died as an EPYC of the boosted trees of 100 trials.
    *("study", "suggest/design-*", "suggest/gp-*", "suggest/*-EI-at-20"),
    *(
        f"tasks/keras_network/training/{case}"
        for case in ("seed-relu", "seed-sigmoid", "seed-dropout", "own-adam", "own-sgd", "mlp-wide")
    ),
)
"""What is emulated of the golden values: TensorFlow's tracing of a network takes a minute there."""


def compare_golden(processor: str, how: str, cases: Sequence[str], python: Path) -> bool:
    """Compute golden values on a processor; tell what came out, and whether all are the same.

    Raises
    ------
    SystemExit
        A value cannot be computed there.
    """
    cases = cases or (EMULATED_CASES if how == EMULATED else ())
    started = time.monotonic()
    command = [python, GOLDEN / "compute.py", *(("--only", *cases) if cases else ())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{processor}, {how}: {shlex.join(map(str, command))}:\n{done.stderr}")
    values = json.loads(done.stdout)
    golden = json.loads((GOLDEN / "golden.json").read_text())["parts"]
    others = [
        f"{part}/{case}"
        for part, of_part in values.items()
        for case in changed_values(golden[part], {"values": of_part})
    ]
    said = f"found others of {', '.join(others)}" if others else "as in golden.json"
    total, seconds = sum(map(len, values.values())), time.monotonic() - started
    print(f"{processor}, {how}: {total} values, {said} ({seconds:.0f} s)", flush=True)
    return not others


def make_demo(data: str, folder: str, python: str) -> None:
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
    setup = open_setup(Path(data), config | {"study": config["studies"]["demo"]})
    finished = run_search(setup, folder=Path(folder) / "demo", workers=1, terminal=sys.stderr)
    table = trials_table(setup.study.objective, finished.records, setup.study.shown_space)
    table.to_csv(Path(folder) / "trials.csv", index=False)


def cut_data(images: int | None, folder: Path) -> Path:
    """Return a file with the demo's data, or its first images only.

    Raises
    ------
    SystemExit
        There is no data.
    """
    if not DATA.exists():
        sys.exit(f"{DATA}: found no file, expected the data of the demo: run `make demo` before")
    if images is None:
        return DATA
    import numpy as np

    with np.load(DATA) as arrays:
        cut = {name: array[:images] for name, array in arrays.items()}
    np.savez(folder / "mnist.npz", **cut)
    return folder / "mnist.npz"


def trials_of_demo(processor: str, how: str, data: Path, folder: Path, python: Path) -> str:
    """Make the demo's trials on a processor; return their trials.csv.

    Raises
    ------
    subprocess.CalledProcessError
        The search failed.
    """
    own, started = folder / f"{processor}-{how}".replace(" ", "-"), time.monotonic()
    own.mkdir()
    command = [python, __file__, "--make-demo", data, own, python]
    with (own / "log").open("w") as log:
        subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, check=True)
    text = (own / "trials.csv").read_text()
    seconds = time.monotonic() - started
    print(f"{processor}, {how}: {len(text.splitlines()) - 1} trials ({seconds:.0f} s)", flush=True)
    return text


def processors_asked(
    names: Sequence[str], ways: Sequence[str], folder: Path
) -> Iterator[tuple[str, str, Path]]:
    """Yield what is to be compared: processor, how, and the Python that runs as if there."""
    for how in ways:
        for name in ["this processor"] if how == NATIVE else names:
            yield name, how, python_on(name, how, folder)


def main() -> None:
    """Compare the processors that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--processors", nargs="+", default=PROCESSORS, help="names of QEMU's")
    parser.add_argument("--how", nargs="+", choices=[NATIVE, MASKED, EMULATED])
    parser.add_argument("--only", nargs="+", default=(), metavar="PART[/CASE]")
    parser.add_argument("--demo", action="store_true", help="all trials of the demo")
    parser.add_argument("--images", type=int, metavar="N", help="of its first N images only")
    parser.add_argument("--make-demo", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.make_demo:
        return make_demo(*given.make_demo)
    ways = given.how or [NATIVE, MASKED, *([] if given.demo else [EMULATED])]
    with (
        tempfile.TemporaryDirectory(prefix="sametrials-processors-") as temporary,
        ThreadPoolExecutor(os.cpu_count()) as pool,
    ):
        folder = Path(temporary)
        asked = list(processors_asked(given.processors, ways, folder))
        if given.demo:
            data = cut_data(given.images, folder)
            made = pool.map(lambda each: trials_of_demo(*each[:2], data, folder, each[2]), asked)
            same = len(set(made)) == 1
            print(f"trials.csv: {'the same' if same else 'not the same'} everywhere")
        else:
            told = pool.map(lambda each: compare_golden(*each[:2], given.only, each[2]), asked)
            same = all(list(told))
    if not same:
        sys.exit("found other values on one of the processors, expected the same on all")
    return None


if __name__ == "__main__":
    main()
