import os
import signal
import subprocess
import sys

import pytest


def run(tmp_path, body: str, **environment: str):
    """Run a script that logs to a file; returns its exit code, its stderr and the log."""
    script = f"""
import os, sys
sys.path[:0] = {sys.path!r}
from sametrials.common.errors import UserError
from sametrials.common.logs import log_to
terminal = log_to("log.txt")
{body}
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env=os.environ | environment,
        # What runs in the background of a script may ignore Ctrl-C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    return done, (tmp_path / "log.txt").read_text(encoding="utf-8")


def test_all_that_a_script_and_its_children_say_goes_to_the_log(tmp_path):
    done, log = run(
        tmp_path, 'print("out", flush=True); os.system("echo child >&2"); print("x", file=terminal)'
    )
    assert done.stdout == ""
    assert done.stderr == "x\n"
    assert log.splitlines() == ["out", "child"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('raise UserError("found a, expected b")', "found a, expected b"),
        ("os.kill(os.getpid(), 2)", "Stopped. What is finished is kept; run again to go on."),
    ],
)
def test_an_error_that_was_foreseen_is_its_message_without_a_traceback(tmp_path, body, message):
    done, log = run(tmp_path, body)
    assert done.returncode != 0
    assert done.stderr == log == message + "\n"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero (see log.txt)"),
        ('open("/nowhere/a")', "/nowhere/a: No such file or directory (see log.txt)"),
    ],
)
def test_any_other_error_is_its_message_with_the_traceback_in_the_log(tmp_path, body, message):
    done, log = run(tmp_path, body)
    assert done.returncode == 1
    assert done.stderr == message + "\n"
    assert "Traceback" in log


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("environment", [{}, ASCII, {"PYTHONIOENCODING": "latin-1"}])
def test_any_character_goes_to_the_log_and_to_any_terminal(tmp_path, environment):
    body = r"""
print("\xfc \u03bb \udc80", file=terminal)
print("\xfc \u03bb \udc80", flush=True)
raise ValueError("\u03bb \x1b \udc80")
"""
    done, log = run(tmp_path, body, **environment)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert lines[0].endswith(r" \udc80")
    assert lines[1].startswith("ValueError: ")
    assert lines[1].endswith(r"\x1b \udc80 (see log.txt)")
    assert log.startswith("ü λ \\udc80\n")
    assert "ValueError: λ \\x1b \\udc80" in log


def test_a_huge_error_is_a_line_on_the_terminal_and_bounded_in_the_log(tmp_path):
    done, log = run(tmp_path, r'raise ValueError("begin\n" + 50 * (100_000 * "x" + "\n") + "end")')
    assert len(done.stderr.splitlines()) == 1
    assert len(done.stderr) < 600
    assert done.stderr.startswith("ValueError: begin xxx")
    assert done.stderr.endswith(" end (see log.txt)\n")
    assert len(log) < 21_000
    assert log.endswith("end\n")


def test_the_notes_of_an_error_that_was_foreseen_go_to_the_log(tmp_path):
    body = """
error = UserError("found a, expected b")
error.add_note("Traceback of another process")
raise error
"""
    done, log = run(tmp_path, body)
    assert done.stderr == "found a, expected b (see log.txt)\n"
    assert log == "found a, expected b\nTraceback of another process\n"
