"""Remember the state of a process, and put it back after foreign code has run in it.

Foreign code may change the working folder, the import path, signal handlers and much else that all
code of the process shares. What it imports, and the variables of its own modules, are its own.
"""

import gc
import locale
import multiprocessing
import os
import random
import resource
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

import numpy as np


class Part(NamedTuple):
    """A part of the state of a process.

    Attributes
    ----------
    name
        For people.
    get
        Returns the present state: something that compares equal as long as it is the same.
    put
        Puts a state back; None if that cannot be done.
    """

    name: str
    get: Callable[[], Any]
    put: Callable[[Any], Any] | None = None


class ProcessState:
    """The state of this process when this object was made, part by part."""

    def __init__(self, parts: Iterable[Part] | None = None):
        self._before = [(part, part.get()) for part in (PARTS if parts is None else parts)]

    def restore(self) -> list[str]:
        """Put the state back; return the names of the parts with which that failed."""
        return [part.name for part, before in self._before if not _is_restored(part, before)]


def _is_restored(part: Part, before: Any) -> bool:
    try:
        if part.get() != before and part.put is not None:
            part.put(before)
        return bool(part.get() == before)
    except BaseException:  # the working folder is deleted, an object of foreign code raises, ...
        return False


def _attributes(name: str, module: Any, *attributes: str) -> Part:
    """Make a part of variables of a module."""

    def put(before: tuple) -> None:
        for attribute, value in zip(attributes, before, strict=True):
            setattr(module, attribute, value)

    return Part(name, lambda: tuple(getattr(module, each) for each in attributes), put)


def _list(name: str, module: Any, attribute: str) -> Part:
    """Make a part of a list that is a variable of a module."""
    return Part(
        name,
        lambda: list(getattr(module, attribute)),
        lambda before: setattr(module, attribute, list(before)),
    )


def _put_environment(before: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(before)
    time.tzset()


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _put_handlers(before: dict[int, Any]) -> None:
    for number, handler in before.items():
        if signal.getsignal(number) != handler:
            signal.signal(number, handler)


TIMERS = (signal.ITIMER_REAL, signal.ITIMER_VIRTUAL, signal.ITIMER_PROF)


def _put_timers(before: tuple[tuple[float, float], ...]) -> None:
    for timer, (delay, interval) in zip(TIMERS, before, strict=True):
        signal.setitimer(timer, delay, interval)


LIMITS = sorted({getattr(resource, name) for name in dir(resource) if name.startswith("RLIMIT_")})


def _put_limits(before: dict[int, tuple[int, int]]) -> None:
    for limit, values in before.items():
        if resource.getrlimit(limit) != values:
            resource.setrlimit(limit, values)


def _put_warnings(before: tuple[list, Any]) -> None:
    warnings.resetwarnings()  # so that Python forgets what it has shown once
    warnings.filters[:], warnings.showwarning = before


def _put_collector(before: tuple[bool, tuple[int, int, int], int]) -> None:
    enabled, thresholds, debug = before
    (gc.enable if enabled else gc.disable)()
    gc.set_threshold(*thresholds)
    gc.set_debug(debug)


def _put_threading(before: tuple) -> None:
    tracer, profiler, hook = before
    threading.settrace(tracer)
    threading.setprofile(profiler)
    threading.excepthook = hook


def _numpy_random() -> tuple:
    kind, keys, *others = np.random.get_state()
    return kind, keys.tobytes(), *others


def _put_numpy_random(before: tuple) -> None:
    kind, keys, *others = before
    np.random.set_state((kind, np.frombuffer(keys, np.uint32), *others))


def _matplotlib() -> dict[str, Any] | None:
    """Return matplotlib's settings as they are; looking one up may choose a backend."""
    module = sys.modules.get("matplotlib")
    return None if module is None else dict(dict.items(module.rcParams))


def _put_matplotlib(before: dict[str, Any]) -> None:
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:
        pyplot.switch_backend(before["backend"])
    dict.update(sys.modules["matplotlib"].rcParams, before)


def _streams() -> list[tuple[Any, bool]]:
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return [(stream, getattr(stream, "closed", True)) for stream in streams]


def _put_streams(before: list[tuple[Any, bool]]) -> None:
    sys.stdin, sys.stdout, sys.stderr = (stream for stream, _ in before)


def _descriptors() -> list[tuple[int, int]]:
    return [(status.st_dev, status.st_ino) for status in map(os.fstat, (0, 1, 2))]


PARTS = (
    Part("working folder", os.getcwd, os.chdir),
    Part("environment", lambda: dict(os.environ), _put_environment),
    Part("umask", _umask, os.umask),
    Part(
        "resource limits", lambda: {each: resource.getrlimit(each) for each in LIMITS}, _put_limits
    ),
    Part("priority", lambda: os.getpriority(os.PRIO_PROCESS, 0)),
    Part("stdin, stdout and stderr", _descriptors),
    Part("sys.stdin, sys.stdout and sys.stderr", _streams, _put_streams),
    _list("sys.argv", sys, "argv"),
    _list("sys.path", sys, "path"),
    _list("sys.meta_path", sys, "meta_path"),
    _list("sys.path_hooks", sys, "path_hooks"),
    _attributes("hooks", sys, "excepthook", "displayhook", "unraisablehook"),
    Part("tracing", sys.gettrace, sys.settrace),
    Part("profiling", sys.getprofile, sys.setprofile),
    Part("recursion limit", sys.getrecursionlimit, sys.setrecursionlimit),
    Part("switch interval", sys.getswitchinterval, sys.setswitchinterval),
    Part("longest integer", sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    Part(
        "temporary folder",
        lambda: tempfile.tempdir,
        lambda path: setattr(tempfile, "tempdir", path),
    ),
    Part("signal timers", lambda: tuple(map(signal.getitimer, TIMERS)), _put_timers),
    Part(
        "signal handlers",
        lambda: {s: signal.getsignal(s) for s in signal.valid_signals()},
        _put_handlers,
    ),
    Part(
        "blocked signals",
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, ()),
        lambda mask: signal.pthread_sigmask(signal.SIG_SETMASK, mask),
    ),
    Part(
        "locale",
        lambda: locale.setlocale(locale.LC_ALL),
        lambda text: locale.setlocale(locale.LC_ALL, text),
    ),
    Part("warnings", lambda: (list(warnings.filters), warnings.showwarning), _put_warnings),
    Part(
        "garbage collection",
        lambda: (gc.isenabled(), gc.get_threshold(), gc.get_debug()),
        _put_collector,
    ),
    Part("threads", lambda: set(threading.enumerate())),
    Part(
        "threading",
        lambda: (threading.gettrace(), threading.getprofile(), threading.excepthook),
        _put_threading,
    ),
    Part(
        "start method of multiprocessing",
        lambda: multiprocessing.get_start_method(allow_none=True),
        lambda method: multiprocessing.set_start_method(method, force=True),
    ),
    Part("random numbers", random.getstate, random.setstate),
    Part("random numbers of NumPy", _numpy_random, _put_numpy_random),
    Part("errors of NumPy", np.geterr, lambda errors: np.seterr(**errors)),
    Part("matplotlib", _matplotlib, _put_matplotlib),
)
"""What is put back, in this order: of timers and handlers, no signal may come in between."""
