"""The three examples of docs/library.md, as they stand."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "library.md"
ONE, FOLDER, ASK = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(), re.M | re.S)


def run(example: str, folder: Path) -> str:
    (folder / "search.py").write_text(example)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-W", "error", "search.py"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return done.stdout


def test_a_function_is_minimised(tmp_path):
    lines = run(ONE, tmp_path).splitlines()
    assert lines[-1] == "25 trials"
    assert "'activation': 'relu'" in lines[1]
    assert list(tmp_path.iterdir()) == [tmp_path / "search.py"]


def test_four_workers_and_a_folder(tmp_path):
    run(FOLDER, tmp_path)
    trials = tmp_path / "my-search" / "trials"
    files = {path: path.stat().st_mtime_ns for path in trials.glob("[0-9]*.json")}
    assert len(files) == 20
    longer = FOLDER.replace("n_calls=20", "n_calls=30")
    run(longer, tmp_path)
    assert len(list(trials.glob("[0-9]*.json"))) == 30
    assert {path: path.stat().st_mtime_ns for path in files} == files


def test_ask_and_tell(tmp_path):
    first = run(ASK, tmp_path)
    assert len(list(tmp_path.glob("my-experiments/trials/*.json"))) == 18
    assert run(ASK, tmp_path) == first
