"""Programs with TensorFlow run in processes of their own, so that the other tests start fast."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np

START = """
import json, sys
sys.path[:0] = {path!r}

def say(what):
    print("SAID", json.dumps(what))
"""


def start(program: str, **environment) -> subprocess.CompletedProcess:
    """Run a program, which may `say` things, to its end."""
    return subprocess.run(
        [sys.executable, "-c", START.format(path=sys.path) + program],
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


def say_of(program: str, **environment) -> list:
    """Run a program that ends well; returns what it said."""
    done = start(program, **environment)
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
