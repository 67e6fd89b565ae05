"""What a job changes in its process, the next job of the same worker does not notice."""

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
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from sametrials.search.worker_pool import WorkerPool

FILES = resource.RLIMIT_NOFILE


def delete_the_working_folder():
    folder = tempfile.mkdtemp()
    os.chdir(folder)
    Path(folder).rmdir()


def working_folder():
    try:
        return Path.cwd()
    except FileNotFoundError:
        return "deleted"


def change_time_zone():
    os.environ["TZ"] = "Asia/Tokyo"
    time.tzset()


def umask():
    mask = os.umask(0o777)
    os.umask(mask)
    return mask


def lower_limit():
    soft, hard = resource.getrlimit(FILES)
    resource.setrlimit(FILES, (soft - 1, hard))


def change_locale():
    now = locale.setlocale(locale.LC_ALL)
    locale.setlocale(locale.LC_ALL, "C" if now != "C" else "C.UTF-8")


def replace(module, name, value):
    return lambda: setattr(module, name, value)


RESTORED = {
    "working folder": (lambda: os.chdir("/"), working_folder),
    "environment": (lambda: os.environ.update(TF_ENABLE_ONEDNN_OPTS="0"), os.environ.copy),
    "no environment": (os.environ.clear, os.environ.copy),
    "time zone": (change_time_zone, lambda: time.localtime(0).tm_hour),
    "umask": (lambda: os.umask(0o777), umask),
    "limit": (lower_limit, lambda: resource.getrlimit(FILES)),
    "stdout": (replace(sys, "stdout", None), lambda: sys.stdout is sys.__stdout__),
    "stderr": (replace(sys, "stderr", sys.stdout), lambda: sys.stderr is sys.__stderr__),
    "arguments": (sys.argv.clear, lambda: sys.argv),
    "import path": (lambda: sys.path.insert(0, "/nowhere"), lambda: sys.path),
    "no import path": (replace(sys, "path", []), lambda: sys.path),
    "finders": (lambda: sys.meta_path.append(None), lambda: len(sys.meta_path)),
    "hooks": (lambda: sys.path_hooks.clear(), lambda: len(sys.path_hooks)),
    "excepthook": (replace(sys, "excepthook", print), lambda: sys.excepthook is print),
    "tracing": (lambda: sys.settrace(lambda *_: None), lambda: sys.gettrace() is None),
    "profiling": (lambda: sys.setprofile(lambda *_: None), lambda: sys.getprofile() is None),
    "recursion": (lambda: sys.setrecursionlimit(500), sys.getrecursionlimit),
    "switch interval": (lambda: sys.setswitchinterval(0.5), sys.getswitchinterval),
    "digits": (lambda: sys.set_int_max_str_digits(0), sys.get_int_max_str_digits),
    "temporary folder": (replace(tempfile, "tempdir", "/"), tempfile.gettempdir),
    "alarm": (lambda: signal.alarm(999), lambda: signal.getitimer(signal.ITIMER_REAL)[0] > 0),
    "signal handler": (
        lambda: signal.signal(signal.SIGUSR1, signal.SIG_IGN),
        lambda: signal.getsignal(signal.SIGUSR1),
    ),
    "blocked signal": (
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1]),
        lambda: signal.pthread_sigmask(signal.SIG_BLOCK, []),
    ),
    "locale": (change_locale, lambda: locale.setlocale(locale.LC_ALL)),
    "warnings": (lambda: warnings.simplefilter("error"), lambda: str(warnings.filters)),
    "showwarning": (
        replace(warnings, "showwarning", print),
        lambda: warnings.showwarning is print,
    ),
    "no garbage collection": (gc.disable, gc.isenabled),
    "garbage collection": (lambda: gc.set_threshold(1), gc.get_threshold),
    "tracing threads": (
        lambda: threading.settrace(lambda *_: None),
        lambda: threading.gettrace() is None,
    ),
    "start method": (
        lambda: multiprocessing.set_start_method("fork", force=True),
        multiprocessing.get_start_method,
    ),
    "random numbers": (lambda: random.seed(1), lambda: str(random.getstate())),
    "random numbers of NumPy": (lambda: np.random.seed(1), lambda: str(np.random.get_state())),
    "errors of NumPy": (lambda: np.seterr(all="raise"), np.geterr),
    "backend of matplotlib": (lambda: matplotlib.use("svg"), matplotlib.get_backend),
    "matplotlib": (
        lambda: matplotlib.rcParams.update({"lines.linewidth": 9}),
        lambda: matplotlib.rcParams["lines.linewidth"],
    ),
}


def change_the_priority():
    """Also where the tests themselves have the lowest one."""
    os.setpriority(os.PRIO_PROCESS, 0, 18 if os.nice(0) == 19 else 19)


REPLACED = {
    "deleted working folder": (delete_the_working_folder, working_folder),
    "closed stdout": (lambda: sys.stdout.close(), lambda: sys.stdout.closed),
    "closed descriptor": (lambda: os.close(1), lambda: Path("/dev/fd/1").exists()),
    "priority": (change_the_priority, lambda: os.nice(0)),
}
CHANGES = RESTORED | REPLACED


class Process:
    """Changes something in its process if it is told to; says how it is then, and its number."""

    def __call__(self, job):
        name, is_changed = job
        change, look = CHANGES[name]
        if is_changed:
            change()
        return look(), os.getpid()


@pytest.fixture(scope="module")
def pool():
    with pytest.MonkeyPatch.context() as patch, WorkerPool(1, Process) as pool:
        patch.setattr("sametrials.search.worker_pool.JOBS_OF_A_WORKER", 1000)
        yield pool


def result_of(pool, *job):
    pool.start(job)
    [finished] = pool.wait(120)
    return finished.result


@pytest.mark.parametrize("name", CHANGES)
def test_what_a_job_changes_the_next_one_does_not_notice(pool, name):
    before, process = result_of(pool, name, False)
    changed, _ = result_of(pool, name, True)
    after, next_process = result_of(pool, name, False)
    assert changed != before
    assert after == before
    assert (next_process == process) == (name in RESTORED)
