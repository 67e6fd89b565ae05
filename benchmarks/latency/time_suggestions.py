"""Time one suggestion of this project and one of Optuna's GPSampler, by turns."""

import time
import warnings
from collections.abc import Callable

import numpy as np
import optuna
import pandas as pd
import torch
from skopt.space import Space

from methods import ask
from problems import Problem, make_problem
from sametrials.common.logs import log_to
from sametrials.config.make_study import make_study
from sametrials.study.skopt_space import dimensions, point_to_dict
from sametrials.suggest.suggestion import suggest
from sametrials.trials.record import TrialRecord


def time_suggestions(problem: Problem, finished: int, repeats: int) -> list[dict]:
    """Time suggestions that use the same random points, and those added since."""
    study = make_study(problem.space, {"n_calls": 10**6, "window": 1, "seed": 0}, None)
    dims = dimensions(study.search_space)
    points = [point_to_dict(dims, point) for point in Space(dims).rvs(finished, random_state=0)]
    rng = np.random.default_rng(0)
    records = [
        TrialRecord(trial, "complete", point, "value", problem.observe(point, rng))
        for trial, point in enumerate(points)
    ]
    sampler = optuna.samplers.GPSampler(seed=0)
    theirs = optuna.create_study(direction="maximize", sampler=sampler)
    # This trial only gives Optuna's distributions of the space.
    asked = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=0)).ask()
    ask(asked, problem.space)
    theirs.add_trials(
        optuna.trial.create_trial(
            params=record.hyper_parameters,
            distributions=asked.distributions,
            value=record.value,
        )
        for record in records
    )

    def suggest_ours() -> None:
        point = suggest(study, len(records), records, [])
        value = problem.observe(point, rng)
        records.append(TrialRecord(len(records), "complete", point, "value", value))

    def suggest_theirs() -> None:
        trial = theirs.ask()
        theirs.tell(trial, problem.observe(ask(trial, problem.space), rng))

    # The GPSampler starts each fit from the one before: it is faster from the second on.
    suggest_theirs()
    suggest_ours()
    return [
        {"finished": finished, "this": seconds(suggest_ours), "gpsampler": seconds(suggest_theirs)}
        for _ in range(repeats)
    ]


def seconds(function: Callable[[], None]) -> float:
    """Time a function."""
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


if __name__ == "__main__":
    log_to(snakemake.log[0])
    torch.set_num_threads(1)
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    warnings.filterwarnings("ignore", category=optuna.exceptions.ExperimentalWarning)
    problem = make_problem(snakemake.params.problem)
    rows = [
        row
        for finished in snakemake.params.finished
        for row in time_suggestions(problem, finished, snakemake.params.repeats)
    ]
    table = pd.DataFrame(rows).groupby("finished", as_index=False).median()
    table["ratio"] = table["this"] / table["gpsampler"]
    table.round(3).to_csv(snakemake.output[0], index=False)
