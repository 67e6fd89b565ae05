"""Cases of a whole small search whose files have trouble: crashes, errors, flipped bits, losses.

After each, the search is run again as a user would, and must end as if nothing had happened, with
every record still there that was whole before.
"""

import json
import random
import shutil
from pathlib import Path
from typing import NamedTuple

import faults
from children import CLEAR, DONE, CaseError, Ending, in_child
from whole_search import results, search, setup, use_inline_workers

SHORT, LONG = 6, 7
"""Numbers of trials of a search, and of the same one extended."""


class Undisturbed(NamedTuple):
    """What a search without trouble gives, and in how many operations on files."""

    results: dict[str, str]
    n_operations: int


class Case:
    """One search in a folder of its own, and the random choices for it."""

    def __init__(self, folder: Path, rng: random.Random, undisturbed: Undisturbed | None = None):
        self.folder = folder
        self.rng = rng
        self.undisturbed = undisturbed
        self.work = folder / "work"
        self.work.mkdir(parents=True)

    def run(self, fault: faults.Fault | None = None, n_calls: int = LONG) -> Ending:
        """Run the search and all that follows in a child process, perhaps with a fault."""
        arrivals = self.rng.randrange(1000)

        def run() -> None:
            use_inline_workers(arrivals)
            if fault is not None:
                faults.watch(self.work, fault)
            search(self.work, n_calls)
            found = results(self.work, n_calls)
            (self.folder / "found.json").write_text(json.dumps(found))

        return in_child(run, self.folder / "log")

    def crash(self) -> None:
        """Run the search and crash before, or within, any of its operations."""
        operation = self.rng.randrange(self.undisturbed.n_operations)
        self.must_crash(self.rng.choice([before, within])(operation, self.rng))

    def must_crash(self, fault: faults.Fault) -> None:
        ending = self.run(fault)
        if ending.code not in (faults.CRASHED, DONE):
            raise CaseError(f"{ending.code} in place of a crash:\n{ending.said[-1500:]}")

    def must_end_well(self) -> None:
        """Run the search again and compare with an undisturbed one; nothing whole may be lost."""
        records = self.whole_records()
        again = self.run()
        if again.code == CLEAR:  # it said what to do: run the search again
            again = self.run()
        if again.code != DONE:
            raise CaseError(f"run again it ended with {again.code}:\n{again.said[-1500:]}")
        found = json.loads((self.folder / "found.json").read_text())
        for name, text in self.undisturbed.results.items():
            if found[name] != text:
                raise CaseError(f"found {name}:\n{found[name]}\nexpected:\n{text}")
        lost = records - self.whole_records()
        if lost:
            raise CaseError(f"{len(lost)} whole records are lost, the first: {min(lost)[:300]}")

    def whole_records(self) -> set[str]:
        """All records that are there and whole, wherever they are."""
        texts = [path.read_text(errors="replace") for path in self.work.rglob("[0-9]*.json")]
        return {text for text in texts if _is_json(text)}

    def a_file(self) -> Path | None:
        """Choose a file of the study that is not empty, if there is one."""
        below = sorted((self.work / "results").rglob("*"))
        files = [path for path in below if path.is_file() and path.stat().st_size]
        return self.rng.choice(files) if files else None


def undisturbed(folder: Path) -> Undisturbed:
    """Run a search without trouble, once; what is made for it serves all cases."""
    for n_calls in (SHORT, LONG):
        setup(n_calls)
    case = Case(folder, random.Random(0))
    counter = folder / "counter"

    def count(number: int, path: Path) -> None:
        counter.write_text(str(number + 1))

    ending = case.run(count)
    if ending.code != DONE:
        raise CaseError(f"a search without trouble ended with {ending.code}:\n{ending.said}")
    return Undisturbed(json.loads((folder / "found.json").read_text()), int(counter.read_text()))


def before(operation: int, rng: random.Random) -> faults.Fault:
    return faults.crash_before(operation)


def within(operation: int, rng: random.Random) -> faults.Fault:
    return faults.crash_within(operation, rng)


def crash_and_go_on(folder: Path, rng: random.Random, undisturbed: Undisturbed) -> None:
    """A crash before, after or within an operation."""
    case = Case(folder, rng, undisturbed)
    case.crash()
    case.must_end_well()


def crashes_in_a_row(folder: Path, rng: random.Random, undisturbed: Undisturbed) -> None:
    """Several crashes, each in the run that goes on after the one before."""
    case = Case(folder, rng, undisturbed)
    for _ in range(case.rng.randint(2, 4)):
        case.crash()
    case.must_end_well()


def extension_after_a_crash(folder: Path, rng: random.Random, undisturbed: Undisturbed) -> None:
    """A shorter search that ended or crashed, then the longer one."""
    case = Case(folder, rng, undisturbed)
    case.run(before(case.rng.randrange(2 * case.undisturbed.n_operations), case.rng), SHORT)
    case.must_end_well()


def error_of_the_system(folder: Path, rng: random.Random, undisturbed: Undisturbed) -> None:
    """An operation that fails, or all from one on: a full disk, no descriptors, read-only, ..."""
    case = Case(folder, rng, undisturbed)
    operation = case.rng.randrange(case.undisturbed.n_operations)
    name, lasting = case.rng.choice(faults.ERRORS), case.rng.random() < 0.5
    ending = case.run(faults.fail(operation, name, lasting))
    if ending.code not in (DONE, CLEAR):
        raise CaseError(f"{name} at operation {operation}: {ending.code}\n{ending.said[-1500:]}")
    case.must_end_well()


def flipped_bit(folder: Path, rng: random.Random, undisturbed: Undisturbed) -> None:
    """A single bit flipped in any file, in the middle of a search or after it."""
    case = Case(folder, rng, undisturbed)
    if case.rng.random() < 0.5:
        case.run()
    else:
        case.crash()
    file = case.a_file()
    if file is not None:
        faults.flip_bit(file, case.rng)
    case.must_end_well()


def lost_file(folder: Path, rng: random.Random, undisturbed: Undisturbed) -> None:
    """A file or folder that somebody deleted, in the middle of a search or after it."""
    case = Case(folder, rng, undisturbed)
    if case.rng.random() < 0.5:
        case.run()
    else:
        case.crash()
    file = case.a_file()
    if file is not None and case.rng.random() < 0.7:
        file.unlink()
    elif file is not None:
        shutil.rmtree(file.parent)
    case.must_end_well()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


KINDS = (
    crash_and_go_on,
    crashes_in_a_row,
    extension_after_a_crash,
    error_of_the_system,
    flipped_bit,
    lost_file,
)
