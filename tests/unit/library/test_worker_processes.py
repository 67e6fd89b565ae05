"""Ways to start Python, and what can go to other processes in each."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from searched_functions import SHORT

from sametrials import ConfigError, Real, minimize

SCRIPTS = Path(__file__).parents[3] / "scripts"
BEGIN = """
import atexit, sys
from sametrials import Real, minimize
print("main runs")
"""
OWN = """
def loss(x):
    return (x[0] - 0.3) ** 2
"""
IMPORTED = """
from my_function import loss
"""
SEARCH = """
result = minimize(loss, [Real(0.0, 1.0)], n_calls=6, n_initial_points=4, seed=1, workers=2)
print(len(result.records), result.best.trial)
"""
GUARDED = 'if __name__ == "__main__":' + SEARCH.replace("\n", "\n    ")
# As a notebook: its main module has no file.
NOTEBOOK = """
import sys
main = sys.modules["__main__"]
del main.__file__
exec(compile(open("search.py").read(), "<cell 1>", "exec"), vars(main))
"""


def python(folder, *arguments, **others):
    environment = {**os.environ, "PYTHONPATH": str(SCRIPTS)}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        **others,
    )


@pytest.fixture
def start(tmp_path):
    """Start a program in one of the ways; returns its last line, and how often its main ran."""

    def start(way, *parts):
        source = "".join(parts)
        (tmp_path / "search.py").write_text(BEGIN + source)
        (tmp_path / "notebook.py").write_text(NOTEBOOK)
        (tmp_path / "my_function.py").write_text(OWN)
        done = {
            "script": lambda: python(tmp_path, "search.py"),
            "module": lambda: python(tmp_path, "-m", "search"),
            "-c": lambda: python(tmp_path, "-c", BEGIN + source),
            "stdin": lambda: python(tmp_path, "-", input=BEGIN + source),
            "notebook": lambda: python(tmp_path, "notebook.py"),
        }[way]()
        text = done.stdout if done.returncode == 0 else done.stderr
        return text.splitlines()[-1], done.stdout.count("main runs")

    return start


WAYS = ("script", "module", "-c", "stdin", "notebook")


@pytest.mark.parametrize("way", WAYS)
def test_a_function_that_is_imported_goes_to_others_however_python_was_started(start, way):
    last, n_runs = start(way, IMPORTED, SEARCH)
    assert last.startswith("6 ")
    assert n_runs == 1  # without a guard, too: no worker runs the script


@pytest.mark.parametrize("way", ["script", "module"])
def test_a_function_of_a_script_goes_to_others_below_a_guard(start, way):
    last, n_runs = start(way, OWN, GUARDED)
    assert last.startswith("6 ")
    assert n_runs == 3


@pytest.mark.parametrize("way", ["script", "module"])
def test_a_function_of_a_script_without_a_guard_is_refused_before_anything_starts(start, way):
    last, n_runs = start(way, OWN, SEARCH)
    assert "ConfigError: workers: found 2 or more at search.py, line " in last
    assert 'below `if __name__ == "__main__":`' in last
    assert n_runs == 1


@pytest.mark.parametrize("way", ["-c", "stdin", "notebook"])
def test_a_function_that_is_in_no_file_is_refused_before_anything_starts(start, way):
    last, n_runs = start(way, OWN, GUARDED)
    assert "ConfigError: function: found loss, defined in a notebook" in last
    assert "import it from there" in last
    assert n_runs == 1


@pytest.mark.parametrize("way", WAYS)
def test_with_one_worker_any_function_is_taken(start, way):
    last, _ = start(way, OWN, SEARCH.replace("workers=2", "workers=1"))
    assert last.startswith("6 ")


def test_lambdas_and_inner_functions_are_refused_with_more_workers(tmp_path):
    def inner(x):
        raise AssertionError

    for function, name in ((lambda x: 0.0, "a lambda"), (inner, "inner, defined inside another")):
        with pytest.raises(ConfigError, match=rf"^function: found {name}.*import it from there"):
            minimize(function, [Real(0.0, 1.0)], workers=2, folder=tmp_path / "new", **SHORT)
    assert not (tmp_path / "new").exists()


SLOW = """
import time
def loss(x):
    time.sleep(0.2)
    return x[0]
if __name__ == "__main__":
    minimize(loss, [Real(0.0, 1.0)], n_calls=200, seed=1, workers=2, folder="gp")
"""


def listen_to_ctrl_c():
    """Take SIGINT as from a terminal: what runs in the background of a script may ignore it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_ends_the_workers_and_keeps_what_is_finished(tmp_path):
    (tmp_path / "search.py").write_text(BEGIN + SLOW)
    with (tmp_path / "log").open("w") as log:
        search = subprocess.Popen(
            [sys.executable, "search.py"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(SCRIPTS)},
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=listen_to_ctrl_c,
        )
        while len(list(tmp_path.glob("gp/trials/[0-9]*.json"))) < 3:
            assert search.poll() is None
            time.sleep(0.02)
        os.killpg(search.pid, signal.SIGINT)  # as a terminal does: to the whole group
        assert search.wait(timeout=120) != 0
    lines = (tmp_path / "log").read_text().splitlines()
    assert lines[-1] == "KeyboardInterrupt"
    assert lines.count("KeyboardInterrupt") == 1  # of the search, of no worker
    time.sleep(0.5)
    kept = len(list(tmp_path.glob("gp/trials/[0-9]*.json")))
    time.sleep(0.5)
    assert len(list(tmp_path.glob("gp/trials/[0-9]*.json"))) == kept


# To another length: byte code is kept for a file of the same second and length.
EDITED = """
from pathlib import Path
from my_function import loss
def main():
    Path("my_function.py").write_text(Path("my_function.py").read_text().replace("0.3", "0.25"))
    minimize(loss, [Real(0.0, 1.0)], n_calls=6, n_initial_points=4, workers=2, folder="gp")
main()
"""


def test_a_function_that_is_edited_meanwhile_makes_no_record(tmp_path):
    (tmp_path / "my_function.py").write_text(OWN)
    (tmp_path / "search.py").write_text(BEGIN + EDITED)
    done = python(tmp_path, "search.py")
    assert "SearchError: a worker could not start: function: found what was changed" in done.stderr
    assert not list(tmp_path.glob("gp/trials/[0-9]*.json"))
