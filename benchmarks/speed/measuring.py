"""Measure a command: wall time, processor time and memory of all its processes together."""

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import psutil

MEGABYTE = 1e6
SAMPLED_EVERY = 0.5
"""Seconds between two looks at the processes."""

THREAD_LIMITS = (
    "OMP_NUM_THREADS",
    "GOTO_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)
"""Variables that Snakemake sets for a job, but a user who starts a program does not."""


class Cost(NamedTuple):
    """The cost of a command.

    Attributes
    ----------
    started
        Seconds since 1970.
    wall_seconds
        From its start to its end.
    cpu_seconds
        User and system time of all its processes.
    peak_pss_mb
        The most memory that they had at one time, in megabytes; pages that several share are
        counted once (proportional set size; on other systems than Linux as `peak_rss_mb`).
    peak_rss_mb
        The same, but shared pages are counted for each process (resident set size).
    """

    started: float
    wall_seconds: float
    cpu_seconds: float
    peak_pss_mb: float
    peak_rss_mb: float


class Sample(NamedTuple):
    """One process at one time: seconds of processor time, bytes of memory."""

    cpu: float
    pss: int
    rss: int


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Run a command in a folder to its end.

    Processor time is counted twice, and the larger sum is taken: what the kernel charges to this
    process for children that were waited for (it misses those that nobody waited for), and the last
    sample of each process (it misses those that live shorter than two samples are apart).

    Raises
    ------
    subprocess.CalledProcessError
        The command failed.
    """
    before = _waited_for()
    started, clock = time.time(), time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL)
    known: dict[int, psutil.Process] = {process.pid: psutil.Process(process.pid)}
    cpu: dict[int, float] = {}
    peak_pss = peak_rss = 0
    try:
        while True:
            samples = _samples(known)
            cpu |= {pid: sample.cpu for pid, sample in samples.items()}
            peak_pss = max(peak_pss, sum(sample.pss for sample in samples.values()))
            peak_rss = max(peak_rss, sum(sample.rss for sample in samples.values()))
            try:
                process.wait(SAMPLED_EVERY)
                break
            except subprocess.TimeoutExpired:
                continue
        wall = time.perf_counter() - clock
    finally:
        _end(known)
        process.wait()
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Cost(
        started=started,
        wall_seconds=wall,
        cpu_seconds=max(_waited_for() - before, sum(cpu.values())),
        peak_pss_mb=peak_pss / MEGABYTE,
        peak_rss_mb=peak_rss / MEGABYTE,
    )


def user_environment(*folders: Path) -> dict[str, str]:
    """Make the environment of a user's shell, with Python modules from some folders."""
    environment = {name: value for name, value in os.environ.items() if name not in THREAD_LIMITS}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, folders))
    environment["TF_CPP_MIN_LOG_LEVEL"] = "2"  # notices, which every process would print
    return environment


def keep_to_cores(cores: int | None) -> None:
    """Restrict this process and its children to the first cores; None for all.

    Where the system cannot do that (macOS), nothing happens.
    """
    if cores is not None and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])


def _waited_for() -> float:
    """Sum the processor time of all children that have ended and been waited for, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _samples(known: dict[int, psutil.Process]) -> dict[int, Sample]:
    """Sample all known processes and their descendants, and add these to the known ones."""
    for process in list(known.values()):
        try:
            known |= {child.pid: child for child in process.children(recursive=True)}
        except psutil.Error:
            continue
    samples = {}
    for pid, process in known.items():
        try:
            with process.oneshot():
                times, memory = process.cpu_times(), process.memory_full_info()
        except psutil.Error:  # it has ended
            continue
        pss = getattr(memory, "pss", memory.rss)
        samples[pid] = Sample(times.user + times.system, pss, memory.rss)
    return samples


def _end(known: Mapping[int, psutil.Process]) -> None:
    """Kill the processes that are left: a run must leave nothing for the next one."""
    for process in known.values():
        try:
            process.kill()
        except psutil.Error:
            continue
