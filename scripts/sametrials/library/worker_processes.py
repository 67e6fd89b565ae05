"""Which functions can go to worker processes, and a pool that takes them there.

A new process has nothing of this one. It imports the module of the function, by its name. A
function of the main module is found only if that is a file, which the process then runs again.
"""

import ast
import contextlib
import multiprocessing
import pickle
import signal
import sys
import types
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sametrials.common.errors import ConfigError
from sametrials.common.texts import describe_exception
from sametrials.search.worker_pool import WorkerPool

ADVICE = (
    "write it with def in a file of its own, such as my_function.py, and import it from there; "
    "with workers=1 any function works"
)


def pickled_function(function: Callable[[Any], Any]) -> bytes:
    """Pickle a function for worker processes; check that they will find it.

    Raises
    ------
    ConfigError
        They would not; the message says why, and what to do.
    """
    _check_this_process()
    try:
        pickled = pickle.dumps(function)
    except Exception as error:
        raise ConfigError(
            f"function: found {_kind(function, error)}, which cannot go to another process, "
            f"expected a function of a module: {ADVICE}"
        ) from None
    if needs_main(pickled):
        _check_main(function)
    return pickled


def needs_main(pickled: bytes) -> bool:
    """Tell whether a pickled function is of the module that Python was started with."""
    return b"__main__" in pickled


class FunctionPool(WorkerPool):
    """A pool for a function; see `WorkerPool`.

    Its workers run the main module again only if the function is defined there. Otherwise a script
    needs no `if __name__ == "__main__"`, and there need be no script at all.
    """

    def __init__(
        self,
        size: int,
        make_function: Callable[[], Callable[[Any], Any]],
        timeout: float | None,
        with_main: bool,
    ):
        super().__init__(size, make_function, timeout)
        self._with_main = with_main

    def start(self, job: Any) -> None:
        """Give a job to an idle worker, which is started if need be."""
        with _interrupts_held(), contextlib.nullcontext() if self._with_main else _without_main():
            super().start(job)


@contextlib.contextmanager
def _interrupts_held() -> Iterator[None]:
    """Hold Ctrl-C back while a process is started: neither is it left alone, nor does it print."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """Within it, a process that is started does not run this one's main module again."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _check_this_process() -> None:
    process = multiprocessing.current_process()
    if getattr(process, "_inheriting", False):
        raise ConfigError(_no_guard("a process that was started to run a function of this script"))
    if process.daemon:
        raise ConfigError(
            "workers: found 2 or more in a daemonic process of multiprocessing, which may start no "
            "others, expected 1 there"
        )


def _check_main(function: Callable[[Any], Any]) -> None:
    main = sys.modules["__main__"]
    spec, file = getattr(main, "__spec__", None), getattr(main, "__file__", None)
    if spec is None and (file is None or not Path(file).is_file()):
        raise ConfigError(
            f"function: found {_kind(function)}, defined in a notebook, an interactive session or "
            "a program without a file, where no other process finds it, expected a function of a "
            f"module: {ADVICE}"
        )
    line = _calling_line(main)
    if line is not None and file is not None and not _is_guarded(Path(file), line):
        raise ConfigError(_no_guard(f"{Path(file).name}, line {line}"))


def _no_guard(place: str) -> str:
    return (
        f"workers: found 2 or more at {place}, which each worker process would run again to have "
        'the function, expected this call below `if __name__ == "__main__":`, or a function that '
        "is imported from another file"
    )


def _calling_line(main: types.ModuleType) -> int | None:
    """Return the line of the main module's own code that is being run; None in other threads."""
    frame = sys._getframe()
    line = None
    while frame is not None:
        if frame.f_globals is vars(main) and frame.f_code.co_name == "<module>":
            line = frame.f_lineno
        frame = frame.f_back  # type: ignore[assignment]
    return line


def _is_guarded(file: Path, line: int) -> bool:
    """Tell whether a line stands below an `if` that asks for `__name__`."""
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):  # no file of Python's: nothing can be said
        return True
    return any(
        isinstance(node, ast.If)
        and node.lineno <= line <= (node.end_lineno or node.lineno)
        and any(
            isinstance(each, ast.Name) and each.id == "__name__" for each in ast.walk(node.test)
        )
        for node in tree.body
    )


def _kind(function: Callable[[Any], Any], error: Exception | None = None) -> str:
    """Describe a function in a few words, with the error of pickle if it is no obvious one."""
    name = getattr(function, "__qualname__", type(function).__name__)
    if "<lambda>" in name:
        return "a lambda"
    if "<locals>" in name:
        return f"{name.rpartition('.')[2]}, defined inside another function"
    return str(name) if error is None else f"{name} ({describe_exception(error)})"
