"""Send a script's output to the rule's log, and messages for the user to the terminal."""

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TextIO

from hpo.common.errors import UserError


def log_to(path: str | Path) -> TextIO:
    """Send this process's stdout and stderr, and its children's, to the log file `path`.

    An uncaught exception goes to the log with its traceback. Its message goes to the terminal, so
    that nobody has to open the log to learn that the disk is full.

    Returns
    -------
    TextIO
        The former stderr: the terminal, or wherever Snakemake's own messages go.
    """
    terminal = os.fdopen(os.dup(sys.stderr.fileno()), "w", buffering=1)
    sys.stdout.flush()
    sys.stderr.flush()
    log = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND, 0o666)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.close(log)

    def stop(*_) -> None:
        # Print at once: Snakemake gets the same Ctrl-C and may not wait for this process.
        print(describe(KeyboardInterrupt()), file=terminal)
        raise KeyboardInterrupt

    def report(kind, error, trace) -> None:
        expected = isinstance(error, UserError | KeyboardInterrupt)
        message = describe(error)
        if not isinstance(error, KeyboardInterrupt):
            print(message if expected else f"{message} (see {path})", file=terminal)
        try:
            if expected:
                print(message, file=sys.stderr)
            else:
                traceback.print_exception(kind, error, trace)
            sys.stderr.flush()
        except OSError as trouble:
            print(f"{path}: {trouble.strerror}", file=terminal)

    sys.excepthook = report
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not ignored
        signal.signal(signal.SIGINT, stop)
    return terminal


def describe(error: BaseException) -> str:
    """Describe an error in one message for the terminal."""
    if isinstance(error, UserError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "Stopped. What is finished is kept; run again to go on."
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}"
    return f"{type(error).__name__}: {error}"
