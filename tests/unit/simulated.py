"""A stand-in for the training of a network: a smooth function, an accuracy, now and then a nap."""

import math
import os
import time
from pathlib import Path

from hpo.study.space import HyperParameters
from hpo.trials.job import Job, Outcome

SEARCH_SPACE = {
    "learning_rate": {"type": "real", "low": 1e-6, "high": 1e-2, "prior": "log-uniform"},
    "num_dense_layers": {"type": "integer", "low": 1, "high": 5},
    "num_dense_nodes": {"type": "integer", "low": 5, "high": 512},
    "activation": {"type": "categorical", "categories": ["relu", "sigmoid"]},
}
DEFAULT_PARAMETERS = {
    "learning_rate": 1e-5,
    "num_dense_layers": 1,
    "num_dense_nodes": 16,
    "activation": "relu",
}


def accuracy(hyper_parameters: HyperParameters) -> float:
    """Be best at a learning rate near 1e-3, three layers and relu."""
    distance = (math.log10(hyper_parameters["learning_rate"]) + 3) ** 2 / 4
    distance += (hyper_parameters["num_dense_layers"] - 3) ** 2 / 8
    distance += 0.5 * (hyper_parameters["activation"] == "sigmoid")
    return math.exp(-distance)


class SimulatedTrainer:
    """Takes the longer, the earlier in a row of five a trial is: so they overtake each other.

    Files in `folder` steer it: `raise-<trial>` makes that trial raise, `die-<trial>` kills the
    worker, `die-once-<trial>` only the first time, `hang-<trial>` takes an hour, `nap-<trial>` the
    seconds that stand in it, `noisy` lets the seed have a say; each file that it leaves there,
    `<trial>-<process>-<seed>`, is a trial begun.
    """

    def __init__(self, folder: Path, seconds: float = 0.02):
        self.folder = folder
        self.seconds = seconds

    def __call__(self, job: Job) -> Outcome:
        start = time.time()
        (self.folder / f"{job.trial}-{os.getpid()}-{job.seed}").touch()
        if (self.folder / f"raise-{job.trial}").exists():
            raise ZeroDivisionError("the model code has a mistake")
        if (self.folder / f"die-{job.trial}").exists():
            os.kill(os.getpid(), 9)
        if (self.folder / f"die-once-{job.trial}").exists():
            (self.folder / f"die-once-{job.trial}").unlink()
            os.kill(os.getpid(), 9)
        if (self.folder / f"hang-{job.trial}").exists():
            time.sleep(3600)
        if (self.folder / f"nap-{job.trial}").exists():
            time.sleep(float((self.folder / f"nap-{job.trial}").read_text()))
        time.sleep(self.seconds * (5 - job.trial % 5))
        value = accuracy(job.hyper_parameters)
        if (self.folder / "noisy").exists():
            value *= 0.5 + job.seed % 1000 / 2000
        history = [0.8 * value, 0.9 * value, value]
        for epoch, (reached, needed) in enumerate(zip(history[:-1], job.thresholds, strict=False)):
            if reached < needed:
                return self.outcome(history[: epoch + 1], start, "pruned")
        if value >= job.save_from:
            job.model_path.write_text(f"model of trial {job.trial}")
        job.log_dir.mkdir(parents=True, exist_ok=True)
        (job.log_dir / "events").write_text(f"log of trial {job.trial}")
        return self.outcome(history, start, "complete")

    def outcome(self, history: list[float], start: float, state: str) -> Outcome:
        timings = {"start": start, "train": 0.0}
        return Outcome(history[-1], {"val_accuracy": history}, timings, state)


def trials_begun(begun) -> list[int]:
    """The trials that workers have begun since last asked, and forget them."""
    files = [path for path in begun.iterdir() if path.name[0].isdigit()]
    trials = sorted(int(path.name.split("-")[0]) for path in files)
    for path in files:
        path.unlink()
    return trials
