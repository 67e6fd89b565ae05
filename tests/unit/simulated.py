"""A task without a framework: a smooth function stands for the training of a network."""

import math
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sametrials.common.errors import ConfigError
from sametrials.study.objective import Objective
from sametrials.study.space import HyperParameters
from sametrials.study.steps import Steps
from sametrials.trials.job import Job, Outcome
from sametrials.trials.record import TrialRecord

SEARCH_SPACE = {
    "learning_rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
    "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
    "num_dense_nodes": {"type": "integer", "low": 5, "high": 512},
    "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
}
FURTHER_DIMENSIONS = {
    "momentum": {
        **{"type": "real", "low": 0.0, "high": 0.9, "step": 0.1},
        "when": {"activation": "sigmoid"},
    },
    "warmup": {"type": "integer", "low": 1, "high": 16, "base": 2, "when": {"momentum": "> 0.2"}},
    "size": {"type": "ordinal", "values": ["small", "medium", "large"]},
    "kind": {"type": "categorical", "categories": [1, 1.0, True, "1", None]},
}
"""They may be searched, too; the accuracy does not depend on them."""

DEFAULT_PARAMETERS = {
    "learning_rate": 1e-5,
    "num_dense_layers": 1,
    "num_dense_nodes": 16,
    "activation": "relu",
}

ACCURACY = Objective()
LOSS = Objective("val_loss", "minimize")
MIRRORED = Objective("val_mirrored", "minimize")
"""The same search as that of the accuracy, upside down."""

METRICS = ("accuracy", "loss", "val_accuracy", "val_loss", "val_mirrored")

GROWS = (0.8, 0.9, 1.0)
OVERFITS = (0.8, 1.0, 0.9)
"""Which share of its accuracy a training has reached after each step."""


def accuracy(hyper_parameters: HyperParameters) -> float:
    """Be best at a learning rate near 1e-3, three layers and relu."""
    distance = (math.log10(hyper_parameters["learning_rate"]) + 3) ** 2 / 4
    distance += (hyper_parameters["num_dense_layers"] - 3) ** 2 / 8
    distance += 0.5 * (hyper_parameters["activation"] == "sigmoid")
    return math.exp(-distance)


def record_of(
    trial: int, value: float | None, state: str = "", metric: str = "val_accuracy", **others
) -> TrialRecord:
    """Make a record: complete, or failed if it has no value, unless the state is given."""
    state = state or ("failed" if value is None else "complete")
    others.setdefault("hyper_parameters", {"x": trial})
    return TrialRecord(trial=trial, state=state, metric=metric, value=value, **others)


@dataclass(frozen=True)
class SimulatedTask:
    """A `sametrials.tasks.task.Task`.

    Attributes
    ----------
    folder
        Files in it steer the trainings, see `SimulatedTrainer`.
    objective
        What is optimised.
    settings
        Anything: another value sets the old records aside.
    shares
        Of the accuracy, as reached after each step.
    tells_metrics
        Whether it is known before the first training what is reported.
    """

    folder: Path
    objective: Objective = ACCURACY
    settings: str = "settings"
    shares: tuple[float, ...] = GROWS
    tells_metrics: bool = True
    model_suffix: str = ".model"
    saves_models: bool = True

    def identity(self) -> dict:
        return {"settings": self.settings, "shares": list(self.shares)}

    def versions(self) -> dict[str, str]:
        return {"simulation": "1.0"}

    def metrics(self) -> tuple[str, ...] | None:
        return METRICS if self.tells_metrics else None

    def check(self, search_space: Mapping[str, Mapping]) -> None:
        for name in set(search_space) - {*SEARCH_SPACE, *FURTHER_DIMENSIONS}:
            raise ConfigError(f"search_space: found {name}, expected {', '.join(SEARCH_SPACE)}")

    def make_trainer(self) -> "SimulatedTrainer":
        return SimulatedTrainer(self)

    def rehearsal(self) -> tuple:
        return ()


class SimulatedTrainer:
    """Takes the longer, the earlier in a row of five a trial is: so they overtake each other.

    Files in the task's folder steer it: `raise-<trial>` makes that trial raise, `die-<trial>` kills
    the worker, `die-once-<trial>` only the first time, `exit-<trial>` ends it, `hang-<trial>` takes
    an hour, `nap-<trial>` the seconds that stand in it, `diverge-<trial>` gives no numbers after
    the first step, `noisy` lets the seed have a say. It leaves there `<trial>-<process>-<seed>` of
    each trial begun, and `saved-<trial>` of each model.
    """

    def __init__(self, task: SimulatedTask, seconds: float = 0.02):
        self.task = task
        self.seconds = seconds

    def __call__(self, job: Job) -> Outcome:
        start = time.time()
        (self.task.folder / f"{job.trial}-{os.getpid()}-{job.seed}").touch()
        self._have_trouble(job.trial)
        time.sleep(self.seconds * (5 - job.trial % 5))
        steps = Steps(self.task.objective, len(self.task.shares), job.thresholds, ("val_loss",))
        counts = 0
        for number, metrics in enumerate(self._reports(job), start=1):
            goes_on = steps.report(metrics)
            if steps.latest_counts:
                counts = number
            if not goes_on:
                break
        value = steps.value
        if steps.state == "complete" and self.task.objective.cost(value) <= job.save_up_to:
            job.model_path.write_text(f"model of trial {job.trial} after step {counts}")
            self._told("saved", job.trial).touch()
        job.log_dir.mkdir(parents=True, exist_ok=True)
        (job.log_dir / "events.out.tfevents").write_text(f"log of trial {job.trial}")
        timings = {"start": start, "train": 0.0}
        return Outcome(value, steps.history, timings, steps.state, steps.error)

    def _have_trouble(self, trial: int) -> None:
        if self._told("raise", trial).exists():
            raise ZeroDivisionError("the model code has a mistake")
        if self._told("die", trial).exists():
            os.kill(os.getpid(), 9)
        if self._told("die-once", trial).exists():
            self._told("die-once", trial).unlink()
            os.kill(os.getpid(), 9)
        if self._told("exit", trial).exists():
            os._exit(3)
        if self._told("hang", trial).exists():
            time.sleep(3600)
        if self._told("nap", trial).exists():
            time.sleep(float(self._told("nap", trial).read_text()))

    def _told(self, what: str, trial: int) -> Path:
        return self.task.folder / f"{what}-{trial}"

    def _reports(self, job: Job) -> Iterator[dict[str, float]]:
        """Give the metrics after each step."""
        whole = accuracy(job.hyper_parameters)
        if (self.task.folder / "noisy").exists():
            whole *= 0.5 + job.seed % 1000 / 2000
        for share in self.task.shares:
            reached = share * whole
            if share != self.task.shares[0] and self._told("diverge", job.trial).exists():
                reached = math.nan
            loss = -math.log(reached)
            reported = (reached, loss / 2, reached, loss, -reached)
            yield dict(zip(METRICS, reported, strict=True))


def models_saved(begun: Path) -> set[int]:
    """The trials whose models were saved, whether they are still there or not."""
    return {int(path.name.removeprefix("saved-")) for path in begun.glob("saved-*")}


def trials_begun(begun: Path) -> list[int]:
    """The trials that workers have begun since last asked, and forget them."""
    files = [path for path in begun.iterdir() if path.name[0].isdigit()]
    trials = sorted(int(path.name.split("-")[0]) for path in files)
    for path in files:
        path.unlink()
    return trials
