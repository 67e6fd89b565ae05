"""The request to a program search_with_<library>.py, and the trials that it reports.

It runs in a folder of its own, where it finds `request.json` and leaves `trials.jsonl`, a line per
trial, and `best_model.keras`.
"""

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from sametrials.common.files import read_json

REQUEST = "request.json"
TRIALS = "trials.jsonl"
BEST_MODEL = "best_model.keras"
DETAILS = "details.json"


class Request(NamedTuple):
    """The search that is asked for.

    Attributes
    ----------
    arrays
        The .npz file of the data set.
    images
        The folder with its four IDX files, for our workflow, which splits them itself.
    seed
        Seed of the search.
    cores
        Number of cores.
    trials, epochs, batch_size
        Those of each search, and of each trial.
    train, validation, test
        Numbers of images, as in `arrays`.
    space, first, study
        search_space, default_parameters and the settings of the study, as in the project's
        config.yaml.
    settings
        Settings of the method, from the benchmark's config.yaml.
    """

    arrays: str
    images: str
    seed: int
    cores: int
    trials: int
    epochs: int
    batch_size: int
    train: int | None
    validation: int
    test: int | None
    space: dict[str, dict]
    first: dict[str, Any]
    study: dict[str, Any]
    settings: dict[str, Any]


def read_request(folder: str | Path = ".") -> Request:
    """Read the request that lies in a folder."""
    return Request(**read_json(Path(folder) / REQUEST))


def note_trial(
    accuracy: float | None, ended: float | None = None, folder: str | Path = "."
) -> None:
    """Note that a trial has ended with this accuracy: now, or at a time in seconds since 1970.

    A trial that failed, or was pruned, has no accuracy.
    """
    line = json.dumps({"ended": time.time() if ended is None else ended, "accuracy": accuracy})
    with (Path(folder) / TRIALS).open("a") as file:
        file.write(f"{line}\n")


def read_trials(folder: str | Path, started: float) -> list[Mapping[str, float | None]]:
    """Read what was noted: `seconds` since the start and `accuracy`, in the order of the ends."""
    lines = (Path(folder) / TRIALS).read_text().splitlines()
    trials = sorted((json.loads(line) for line in lines), key=lambda trial: trial["ended"])
    return [
        {"seconds": trial["ended"] - started, "accuracy": trial["accuracy"]} for trial in trials
    ]
