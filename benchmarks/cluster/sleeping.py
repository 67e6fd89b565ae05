"""Trials that sleep for as long as a training might take, in place of the training of a network."""

import time
from pathlib import Path
from typing import Any

import numpy as np

from sametrials.common.files import read_json
from sametrials.trials.job import Job, Outcome
from schedule import trial_seconds

TIMES = Path(__file__).with_name("sleeping.json")
"""Mean and sigma of the seconds that trials take."""


class KerasTrainer:
    """Sleeps; takes the arguments of the real class, and uses none."""

    def __init__(self, data: str | Path, **training: Any):
        self.times = read_json(TIMES)

    def __call__(self, job: Job) -> Outcome:
        """Sleep; the trial's seed decides the seconds and the accuracy."""
        rng = np.random.default_rng(job.seed)
        start, started = time.time(), time.perf_counter()
        time.sleep(trial_seconds(rng, 1, **self.times).item())
        accuracy = 0.9 + 0.1 * rng.random()
        if -accuracy <= job.save_up_to:
            job.model_path.write_text("a sleeper has no model")
        timings = {"start": start, "train": time.perf_counter() - started}
        names = ("accuracy", "loss", "val_accuracy", "val_loss")
        history = {name: [accuracy] for name in names}
        return Outcome(accuracy, history, timings)
