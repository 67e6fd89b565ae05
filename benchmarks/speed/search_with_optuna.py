"""Optuna as its users call it: `study.optimize`, the seed's fitness function, the same start."""

from collections.abc import Mapping
from typing import Any

import optuna

from as_a_user import Fitness
from request import Request, read_request


def suggest(trial: optuna.Trial, space: Mapping[str, Mapping]) -> dict[str, Any]:
    """Ask a trial for its hyper-parameters; the space is as in config.yaml."""
    point = {}
    for name, entry in space.items():
        if entry["type"] == "categorical":
            point[name] = trial.suggest_categorical(name, entry["categories"])
            continue
        ask = {"real": trial.suggest_float, "integer": trial.suggest_int}[entry["type"]]
        log = entry.get("prior") == "log-uniform"
        point[name] = ask(name, entry["low"], entry["high"], log=log)
    return point


def search(request: Request) -> None:
    """Search with the sampler that the settings name, in `n_jobs` threads."""
    n_jobs = request.settings["n_jobs"]
    fitness = Fitness(request, threads=n_jobs)
    sampler = getattr(optuna.samplers, request.settings["sampler"])(seed=request.seed)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    study.enqueue_trial(request.first)
    study.optimize(
        lambda trial: fitness(**suggest(trial, request.space)),
        n_trials=request.trials,
        n_jobs=n_jobs,
    )


if __name__ == "__main__":
    search(read_request())
