"""Cases of a search with real processes: some are killed, or the code of its trials misbehaves."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from children import CaseError
from search_process import FAULTS

PROGRAM = Path(__file__).with_name("search_process.py")
PATIENCE = 300
"""Seconds after which a search counts as hanging."""

KILLS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)


class Search:
    """A search in a folder, as processes of a group of their own."""

    def __init__(self, folder: Path, faults: dict[int, str], workers: int):
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "faults.json").write_text(json.dumps(faults))
        self.process = subprocess.Popen(
            [sys.executable, PROGRAM, folder, str(workers)],
            start_new_session=True,
            stdout=(folder / "log").open("a"),
            stderr=subprocess.STDOUT,
        )

    def table(self) -> str:
        """Wait for its end; return what was found."""
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            raise CaseError(f"it hangs:\n{self.said}") from None
        if code != 0:
            raise CaseError(f"ended with {code}:\n{self.said}")
        return (self.folder / "table.json").read_text()

    @property
    def said(self) -> str:
        return (self.folder / "log").read_text(errors="replace")[-1500:]

    def workers(self) -> list[int]:
        """The processes of the workers."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        pids = children.read_text().split() if children.exists() else []
        return [int(pid) for pid in pids if b"spawn_main" in _command(pid)]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def undisturbed(folder: Path) -> str:
    """Run a search without trouble, once."""
    return Search(folder, {}, workers=3).table()


def killed_process(folder: Path, rng: random.Random, undisturbed: str) -> None:
    """A signal to the group, the search or a worker at any moment, a few times."""
    for _ in range(rng.randint(1, 3)):
        search = Search(folder / "search", {}, workers=rng.randint(1, 3))
        time.sleep(rng.uniform(0, 5))
        _kill(search, rng)
        search.process.wait(PATIENCE)
    found = Search(folder / "search", {}, workers=3).table()
    _compare(found, undisturbed)


def _kill(search: Search, rng: random.Random) -> None:
    number = rng.choice(KILLS)
    try:
        target = rng.choice(["group", "search", "worker"])
        if target == "group":
            os.killpg(search.process.pid, number)
        elif target == "search":
            os.kill(search.process.pid, number)
        elif workers := search.workers():
            os.kill(rng.choice(workers), signal.SIGKILL)
    except ProcessLookupError:
        pass  # it had ended


def misbehaving_code(folder: Path, rng: random.Random, undisturbed: str) -> None:
    """Code that hangs, exits, leaves processes behind, changes the process: on any workers."""
    faulty = rng.sample(range(1, 10), 4)
    faults = {trial: rng.choice(sorted(FAULTS)) for trial in faulty}
    found = [Search(folder / str(n), faults, workers=n).table() for n in (1, 3)]
    _compare(*found)


def _compare(found: str, expected: str) -> None:
    if found != expected:
        raise CaseError(f"found:\n{found}\nexpected:\n{expected}")


KINDS = (killed_process, misbehaving_code)
