"""The job of a trial, which goes to a worker, and the outcome, which comes back."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sametrials.study.space import HyperParameters

SHORT_NAMES = {"learning_rate": "lr", "num_dense_layers": "layers", "num_dense_nodes": "nodes"}
"""Short names of the seed's hyper-parameters, for TensorBoard's folders."""


@dataclass(frozen=True)
class Job:
    """A trial to be trained.

    Attributes
    ----------
    trial
        Its number.
    hyper_parameters
        Its point of the search space.
    seed
        Seed of all randomness in the training, 0 ... 2**32 - 1.
    log_dir
        Folder of its TensorBoard log; an older one there is replaced.
    model_path
        Where the model is saved, if its cost is at most `save_up_to`.
    save_up_to
        The highest cost (`sametrials.study.objective`) with which a model is saved. A better one
        than any above it was known when the trial was started.
    thresholds
        Values of the objective after step 1, 2, ...; a training that is worse is pruned.
    absent
        Names of the hyper-parameters that conditions switch off.
    """

    trial: int
    hyper_parameters: HyperParameters
    seed: int
    log_dir: Path
    model_path: Path
    save_up_to: float
    thresholds: Sequence[float] = ()
    absent: Collection[str] = ()

    @property
    def arguments(self) -> HyperParameters:
        """What the trial is called with: the hyper-parameters that exist at its point."""
        return {
            name: value for name, value in self.hyper_parameters.items() if name not in self.absent
        }

    def __str__(self) -> str:
        return f"trial {self.trial} ({describe(self.hyper_parameters)})"


class ModelError(Exception):
    """The model's own code raised an OSError: its trial has failed, and no disk is full."""


@dataclass(frozen=True)
class Outcome:
    """The outcome of a trial.

    Attributes
    ----------
    value
        Value of the objective; None if the trial failed.
    history
        The values of each reported metric, one per step; None for a value that is not finite.
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
    """Format hyper-parameters as a line for people, without those that are null."""
    present = {name: value for name, value in hyper_parameters.items() if value is not None}
    return ", ".join(f"{name} {_short(value)}" for name, value in present.items())


def log_dir_name(trial: int, hyper_parameters: HyperParameters) -> str:
    """Name the TensorBoard folder of a trial, as the seed's example does: 0003_lr_1e-05_..._relu.

    Text values stand alone, others behind their name, null is left out. A name that is too long for
    a file is cut; the trial's number keeps it unique.
    """
    words = [f"{trial:04d}"]
    for name, value in hyper_parameters.items():
        if value is None:
            continue
        if not isinstance(value, str):
            words.append(SHORT_NAMES.get(name, name))
        small = isinstance(value, float) and 0 < abs(value) <= 0.01
        words.append(f"{value:.0e}" if small else _short(value))
    return re.sub(r"[^A-Za-z0-9_.+-]", "-", "_".join(words))[:200]


def _short(value) -> str:
    return f"{value:.2g}" if isinstance(value, float) else str(value)
