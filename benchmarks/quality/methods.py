"""The methods: this project, Optuna and scikit-optimize, each as its own users call it."""

import warnings
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import optuna
import skopt
import torch

from sametrials.config.make_study import make_study
from sametrials.search.of_a_function import run_study
from sametrials.study.skopt_space import point_to_dict

Objective = Callable[[Mapping[str, Any]], float]


def search(library: str, **arguments: Any) -> None:
    """Call an objective (to be maximised) once per trial.

    Parameters
    ----------
    library
        "sametrials", "optuna" or "skopt".
    space
        The search space as in config.yaml.
    objective
        Takes a mapping, returns a number; called in the order of the trials.
    trials, window, seed
        Number of trials, number of them that run at once, seed of the search.
    settings
        Keys of a study; or name and arguments of a sampler of Optuna; or arguments of
        scikit-optimize's `gp_minimize`.
    """
    searches = {"sametrials": _search_sametrials, "optuna": _search_optuna, "skopt": _search_skopt}
    searches[library](**arguments)


def _search_sametrials(
    space: Mapping, objective: Objective, trials: int, window: int, seed: int, settings: Mapping
) -> None:
    study = {"n_calls": trials, "window": window, "seed": seed, **settings}
    run_study(space, study, objective)


def _search_optuna(
    space: Mapping, objective: Objective, trials: int, window: int, seed: int, settings: Mapping
) -> None:
    """Search by ask and tell: a trial is asked for as soon as the window lets it, as in ours.

    So a sampler knows that window - 1 trials are running, and treats them its own way.
    """
    torch.set_num_threads(1)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
    arguments = dict(settings)
    sampler = getattr(optuna.samplers, arguments.pop("sampler"))(seed=seed, **arguments)
    study = optuna.create_study(direction="maximize", sampler=sampler)
    running = deque()
    for number in range(trials):
        trial = study.ask()
        running.append((trial, ask(trial, space)))
        while len(running) == window or (running and number == trials - 1):
            trial, point = running.popleft()
            study.tell(trial, objective(point))


def _search_skopt(
    space: Mapping, objective: Objective, trials: int, window: int, seed: int, settings: Mapping
) -> None:
    """Search one trial at a time, which is all that `gp_minimize` does."""
    if window != 1:
        raise ValueError(f"found a window of {window}, expected 1: gp_minimize knows no other")
    warnings.filterwarnings("ignore", message="The objective has been evaluated at")
    dimensions = make_study(space, {"n_calls": trials}, None).dimensions()
    skopt.gp_minimize(
        lambda values: -objective(point_to_dict(dimensions, values)),
        dimensions,
        n_calls=trials,
        random_state=seed,
        **settings,
    )


def ask(trial: optuna.Trial, space: Mapping) -> dict[str, Any]:
    """Ask a trial of Optuna for a point of a search space as in config.yaml."""
    point = {}
    for name, entry in space.items():
        if entry["type"] == "categorical":
            point[name] = trial.suggest_categorical(name, entry["categories"])
            continue
        suggest = {"real": trial.suggest_float, "integer": trial.suggest_int}[entry["type"]]
        log = entry.get("prior") == "log-uniform"
        point[name] = suggest(name, entry["low"], entry["high"], log=log)
    return point
