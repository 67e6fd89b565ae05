"""A trial on its way: the job that goes to a worker, the outcome that comes back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from hpo.study.space import HyperParameters

SHORT_NAMES = {"learning_rate": "lr", "num_dense_layers": "layers", "num_dense_nodes": "nodes"}
"""How TensorBoard's folders name the hyper-parameters of the seed's example."""


@dataclass(frozen=True)
class Job:
    """A trial to be trained.

    Attributes
    ----------
    trial
        Its number.
    hyper_parameters
        What is tried.
    seed
        Of everything random in the training, 0 ... 2**32 - 1.
    log_dir
        Folder of its TensorBoard log; an older one there is replaced.
    model_path
        Where the model goes if it may be wanted.
    save_up_to
        The highest cost (`hpo.study.objective`) with which a model may be wanted: when the trial was
        handed out a better one was known than all that cost more.
    thresholds
        Values of the objective after the first step, the second, ...: a training that is worse then
        is pruned.
    """

    trial: int
    hyper_parameters: HyperParameters
    seed: int
    log_dir: Path
    model_path: Path
    save_up_to: float
    thresholds: Sequence[float] = ()

    def __str__(self) -> str:
        return f"trial {self.trial} ({describe(self.hyper_parameters)})"


@dataclass(frozen=True)
class Outcome:
    """What came of it.

    Attributes
    ----------
    value
        Of the objective; None if the trial failed.
    history
        Of each metric that the training reports, the values after its steps; None for one that is
        not finite.
    timings
        "start" in seconds since 1970, then the seconds of each phase: build, train, save.
    state
        "complete", "pruned" or "failed".
    error
        Why it failed, in a line.
    """

    value: float | None
    history: Mapping[str, list[float | None]]
    timings: Mapping[str, float]
    state: str = "complete"
    error: str | None = None


def describe(hyper_parameters: HyperParameters) -> str:
    """Hyper-parameters in a line for people."""
    return ", ".join(f"{name} {_short(value)}" for name, value in hyper_parameters.items())


def log_dir_name(trial: int, hyper_parameters: HyperParameters) -> str:
    """Name the TensorBoard folder of a trial, as the seed's example does: 0003_lr_1e-05_..._relu.

    Text values stand alone, others behind their name. What is too long for a file name is cut;
    the number keeps it unique.
    """
    words = [f"{trial:04d}"]
    for name, value in hyper_parameters.items():
        if not isinstance(value, str):
            words.append(SHORT_NAMES.get(name, name))
        small = isinstance(value, float) and 0 < abs(value) <= 0.01
        words.append(f"{value:.0e}" if small else _short(value))
    return re.sub(r"[^A-Za-z0-9_.+-]", "-", "_".join(words))[:200]


def _short(value) -> str:
    return f"{value:.2g}" if isinstance(value, float) else str(value)
