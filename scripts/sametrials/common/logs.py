"""Send a script's output to the rule's log, and messages for the user to the terminal."""

import os
import signal
import sys
from pathlib import Path
from typing import TextIO

from sametrials.common.errors import UserError
from sametrials.common.texts import describe_exception, one_line, several_lines, traceback_of


def log_to(path: str | Path) -> TextIO:
    """Send this process's stdout and stderr, and its children's, to the log file `path`.

    An uncaught exception goes to the log with its traceback. Its message goes to the terminal, so
    that nobody has to open the log to learn that the disk is full. That of a `UserError` goes to
    both, its notes (such as the traceback of another process) to the log. A character that the
    terminal cannot show is written as Python escapes it, and raises no error.

    Returns
    -------
    TextIO
        The former stderr: the terminal, or wherever Snakemake's own messages go.
    """
    descriptor = os.dup(sys.stderr.fileno())
    terminal = os.fdopen(descriptor, "w", buffering=1, errors="backslashreplace")
    sys.stdout.flush()
    sys.stderr.flush()
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o666)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)
    accept_all_characters()

    def stop(*_) -> None:
        # Print at once: Snakemake gets the same Ctrl-C and may not wait for this process.
        print(describe(KeyboardInterrupt()), file=terminal)
        raise KeyboardInterrupt

    def report(_kind, error, _trace) -> None:
        expected = isinstance(error, UserError | KeyboardInterrupt)
        message, notes = describe(error), getattr(error, "__notes__", [])
        if not isinstance(error, KeyboardInterrupt):
            told_whole = expected and not notes
            print(message if told_whole else f"{message} (see {path})", file=terminal)
        text = "\n".join([message, *notes]) if expected else traceback_of(error)
        try:
            print(text, file=sys.stderr, flush=True)
        except OSError as trouble:
            print(f"{path}: {trouble.strerror}", file=terminal)

    sys.excepthook = report
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not ignored
        signal.signal(signal.SIGINT, stop)
    return terminal


def accept_all_characters() -> None:
    """Write this process's stdout and stderr as UTF-8, whatever the locale of the user is."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def describe(error: BaseException) -> str:
    """Describe an error in one message for the terminal; only that of a `UserError` has lines."""
    if isinstance(error, UserError):
        return several_lines(str(error))
    if isinstance(error, KeyboardInterrupt):
        return "Stopped. What is finished is kept; run again to go on."
    if isinstance(error, OSError) and error.filename:
        return one_line(f"{error.filename}: {error.strerror}")
    return describe_exception(error)
