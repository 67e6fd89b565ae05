"""Simulate how long a study takes: the rule of the window, slots, and the cost of a job."""

import heapq
import math
from collections.abc import Sequence

import numpy as np


def windows_of(slots: int) -> dict[int, str]:
    """List the windows to compare for w slots, in ascending order, with their names.

    They are w, w + 1, 1.5 w and 2 w; of equal ones the first counts.
    """
    windows = {}
    for name, window in {
        "w": slots,
        "w + 1": slots + 1,
        "1.5 w": math.ceil(1.5 * slots),
        "2 w": 2 * slots,
    }.items():
        windows.setdefault(window, name)
    return windows


def node_name(kind: str, slots: int | str, window: int | str) -> str:
    """Name the node of Slurm that a study has to itself."""
    return f"{kind}-{slots}-{window}"


def trial_seconds(rng: np.random.Generator, trials: int, mean: float, sigma: float) -> np.ndarray:
    """Draw how long trials take: log-normal, with this mean in seconds."""
    return rng.lognormal(math.log(mean) - sigma**2 / 2, sigma, trials)


def study_seconds(
    seconds: Sequence[float],
    slots: int,
    window: int,
    occupied: float = 0.0,
    noticed: float = 0.0,
) -> float:
    """Compute how long a study takes.

    Trial k starts when trials 0 ... k - window are known to be finished, and a slot is free; trials
    start in the order of their numbers.

    Parameters
    ----------
    seconds
        Seconds that each trial takes.
    slots
        Trials that can be trained at the same time.
    window
        The window of the study.
    occupied
        Seconds that a trial keeps its slot beside its training.
    noticed
        Seconds from the end of a trial until those that waited for it are started.

    Returns
    -------
    float
        Seconds from the start of the first trial to the end of the last one.
    """
    free = [0.0] * slots
    known: list[float] = []  # when trials 0 ... k are all known to be finished
    last = 0.0
    for trial, length in enumerate(seconds):
        visible = known[trial - window] if trial >= window else 0.0
        end = max(heapq.heappop(free), visible) + occupied + length
        heapq.heappush(free, end)
        known.append(max(end + noticed, known[-1] if known else 0.0))
        last = max(last, end)
    return last
