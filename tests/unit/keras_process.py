"""Programs run in processes of their own: new ones, or copies of one that has imported Keras."""

import json
import os
import sys
import tempfile
from multiprocessing import forkserver, get_context
from pathlib import Path
from subprocess import CompletedProcess, run
from unittest.mock import patch

import numpy as np

START = """
import json, sys
sys.path[:0] = {path!r}

def say(what):
    print("SAID", json.dumps(what))
"""
COPIES = get_context("forkserver")
COPIES.set_forkserver_preload(["keras_process_imports"])


def start(program: str, *, keras: bool = False, **environment) -> CompletedProcess:
    """Run a program, which may `say` things, to its end.

    The import of Keras takes seconds: with `keras`, it is there already.
    """
    program = START.format(path=sys.path) + program
    if not keras:
        environment = os.environ | environment
        return run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert not environment, "a copy has the environment of all copies"
    with patch.dict(os.environ, PYTHONPATH=os.pathsep.join(sys.path)):
        forkserver.ensure_running()
    with tempfile.TemporaryDirectory() as folder:
        outputs = [Path(folder, name) for name in ("stdout", "stderr")]
        process = COPIES.Process(target=run_program, args=(program, *outputs))
        process.start()
        process.join()
        return CompletedProcess(
            program, process.exitcode, *(output.read_text() for output in outputs)
        )


def run_program(program: str, stdout: Path, stderr: Path) -> None:
    """Run a program as that of this process, which leaves no temporary files outside the folder."""
    tempfile.tempdir = str(stdout.parent)  # a copy ends without TensorFlow's clean-up
    for descriptor, path in ((1, stdout), (2, stderr)):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), descriptor)
    exec(program, {"__name__": "__main__"})  # noqa: S102 (a test's own program)


def say_of(program: str, *, keras: bool = False, **environment) -> list:
    """Run a program that ends well; returns what it said."""
    done = start(program, keras=keras, **environment)
    assert done.returncode == 0, done.stderr
    lines = [line for line in done.stdout.splitlines() if line.startswith("SAID ")]
    return [json.loads(line.removeprefix("SAID ")) for line in lines]


def write_images(folder: Path, size: int = 12) -> Path:
    """Write a data set that can be learned: the class is where the bright bar is."""
    rng = np.random.default_rng(1)
    arrays = {}
    for part, number in (("train", 200), ("validation", 50), ("test", 20)):
        labels = rng.integers(0, 3, number).astype("uint8")
        images = rng.integers(0, 60, (number, size - 4, size)).astype("uint8")
        for image, label in zip(images, labels, strict=True):
            image[:, 4 * label : 4 * label + 4] += 180
        arrays |= {f"x_{part}": images, f"y_{part}": labels}
    np.savez(folder / "data.npz", **arrays)
    return folder
