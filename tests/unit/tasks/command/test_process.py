"""A program that runs in a group of its own, and ends with whoever started it."""

import os
import signal
import sys
import time
from multiprocessing import get_context

import pytest

from sametrials.tasks.command.training import process
from sametrials.tasks.command.training.process import Program

LEAVES_A_CHILD = """
import os, sys, time
if os.fork() == 0:
    os.close(0)
    time.sleep(600)
open(sys.argv[1], "w").write(str(os.getpgid(0)))
print("a line", flush=True)
"""


def python(source, *arguments):
    return [sys.executable, "-c", source, *map(str, arguments)]


def run(command, content=b"", stop_after=None):
    """Run a program; return what it wrote, and why it failed."""
    lines = []

    def read(line):
        lines.append(line)
        return len(lines) != stop_after

    return lines, Program(command, content).run(read)


def ends_within(seconds, condition):
    patience = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > patience:
            return False
        time.sleep(0.05)
    return True


def is_gone(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_program_gets_its_input_and_gives_its_lines():
    source = "import sys; print(sys.stdin.read()); print('last', end='')"
    assert run(python(source), b"given") == ([b"given", b"last"], None)


def test_an_input_that_nobody_reads_and_an_output_without_end_of_line_are_no_failure():
    assert run(python("print('x' * 10)"), b"y" * 1_000_000) == ([b"x" * 10], None)


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("raise SystemExit('no licence')", "the program ended with exit code 1: no licence"),
        ("raise SystemExit(3)", "the program ended with exit code 3: it said nothing"),
        ("1 / 0", "the program ended with exit code 1: ZeroDivisionError: division by zero"),
        (
            "import os; os.kill(os.getpid(), 9)",
            "the program ended with killed by SIGKILL: it said nothing",
        ),
        ("import sys; sys.stderr.buffer.write(b'\\xff'); sys.exit(2)", r".*exit code 2: \xff"),
    ],
)
def test_a_program_that_ends_badly_says_how(source, message):
    _, problem = run(python(source))
    assert problem == message or problem.endswith(message.removeprefix(".*"))


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("print('x' * 2000)", "found a line of more than 1000 bytes in its output, expected JSON"),
        ("while True: print('x', end='')", "found a line of more than 1000 bytes in its output"),
        ("while True: print('x')", "found more than 9000 bytes of output, expected a line a step"),
    ],
)
def test_an_output_of_any_size_ends_the_program(monkeypatch, source, message):
    monkeypatch.setattr(process, "LONGEST_LINE", 1000)
    monkeypatch.setattr(process, "MOST_OUTPUT", 9000)
    _, problem = run(python(source))
    assert problem.startswith(message)


def test_a_long_standard_error_is_no_failure():
    source = "import sys; sys.stderr.write('x' * 1_000_000); print('done')"
    assert run(python(source)) == ([b"done"], None)


def test_a_program_is_ended_when_no_more_lines_are_wanted():
    started = time.monotonic()
    source = "import time; print(1, flush=True); print(2, flush=True); time.sleep(600)"
    lines, problem = run(python(source), stop_after=1)
    assert (lines, problem) == ([b"1"], None)
    assert time.monotonic() - started < 60


def test_what_it_leaves_behind_ends_with_it_and_holds_nobody_up(tmp_path):
    started = time.monotonic()
    lines, problem = run(python(LEAVES_A_CHILD, tmp_path / "number"))
    assert (lines, problem) == ([b"a line"], None)
    assert time.monotonic() - started < 60
    assert ends_within(20, lambda: is_gone(int((tmp_path / "number").read_text())))


def run_and_wait(path):
    source = (
        "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpgid(0)));"
        "print(1, flush=True); time.sleep(600)"
    )
    run(python(source, path))


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_it_ends_when_the_process_that_started_it_is_killed(tmp_path, number):
    path = tmp_path / "group"
    worker = get_context("spawn").Process(target=run_and_wait, args=(path,))
    worker.start()
    assert ends_within(60, lambda: path.exists() and path.read_text())
    group = int(path.read_text())
    assert not is_gone(group)
    os.kill(worker.pid, number)
    worker.join()
    assert ends_within(20, lambda: is_gone(group))


def test_a_program_that_does_not_start_is_an_error_and_leaves_nothing():
    with pytest.raises(FileNotFoundError):
        Program(["./nowhere"], b"")
