"""A program holds the libraries to AVX2 before it imports them."""

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[3] / "scripts"

SEARCH = """
import sys
sys.path.insert(0, sys.argv[1])
import sametrials

{before}
sametrials.hold_instructions()
sametrials.hold_instructions()  # again does nothing
import numpy
from numpy._core._multiarray_umath import __cpu_features__
assert not __cpu_features__["X86_V4"]
space = {{"x": sametrials.Real(0.0, 1.0)}}
result = sametrials.minimize(lambda p: p["x"], space, n_calls=2, n_initial_points=2, folder="found")
print(result.records[0].fingerprint["instructions"])
"""


def run(folder, before=""):
    command = [sys.executable, "-c", SEARCH.format(before=before), SCRIPTS]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    """The folder of a search that was held to AVX2, and what its program said."""
    folder = tmp_path_factory.mktemp("held")
    return folder, run(folder)


def test_records_say_so(held):
    _, done = held
    assert (done.stdout, done.returncode) == ("avx2\n", 0), done.stderr


def test_a_library_that_is_imported_already_is_named(tmp_path):
    done = run(tmp_path, before="import scipy")
    assert "ConfigError: hold_instructions: found numpy, scipy imported already" in done.stderr


def test_records_of_another_processor_are_not_mixed(held):
    folder, _ = held
    again = SEARCH.format(before="").replace("sametrials.hold_instructions()", "pass", 2)
    again = again.replace('assert not __cpu_features__["X86_V4"]', "")
    command = [sys.executable, "-c", again, SCRIPTS]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("native: ")
    assert "2 trial records made with other instructions of the processor (avx2; here native: " in (
        done.stderr
    )
    assert "see sametrials.hold_instructions" in done.stderr
