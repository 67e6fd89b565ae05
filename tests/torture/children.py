"""Run parts of a case in processes of their own, which a fault may end."""

import os
import signal
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sametrials.common.errors import UserError

PATIENCE = 120
"""Seconds after which a child counts as hanging."""

DONE, CLEAR, UNCLEAR = 0, 1, 2
"""Exit codes: done; ended by an error that people understand; by one that they do not."""


class CaseError(Exception):
    """What must hold after a fault did not."""


class Ending(NamedTuple):
    """How a child ended: its exit code (negative: the signal), and what it said."""

    code: int
    said: str


def in_child(function: Callable[[], None], log: Path) -> Ending:
    """Call a function in a forked child and wait for its end."""
    child = os.fork()
    if child == 0:
        _be_the_child(function, log)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return Ending(code, log.read_text(errors="replace") if log.exists() else "")


def _be_the_child(function: Callable[[], None], log: Path) -> None:
    code = UNCLEAR
    try:
        signal.alarm(PATIENCE)
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(output, 1)
        os.dup2(output, 2)
        function()
        code = DONE
    except (UserError, OSError) as error:
        os.write(2, f"{error}\n".encode(errors="replace"))
        code = CLEAR
    except BaseException:
        os.write(2, traceback.format_exc().encode(errors="replace"))
    finally:
        os._exit(code)
