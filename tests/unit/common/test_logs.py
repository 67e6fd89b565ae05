import signal
import subprocess
import sys

import pytest


def run(tmp_path, body: str):
    """Run a script that logs to a file; returns its exit code, its stderr and the log."""
    script = f"""
import os, sys
sys.path[:0] = {sys.path!r}
from hpo.common.errors import UserError
from hpo.common.logs import log_to
terminal = log_to("log.txt")
{body}
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        # What runs in the background of a script may ignore Ctrl-C, and so would this.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    return done, (tmp_path / "log.txt").read_text()


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
