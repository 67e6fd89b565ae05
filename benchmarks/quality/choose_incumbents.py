"""Compare ways to choose the best of the trials of a finished search."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from problems import Problem, make_problem, problems_of
from regret import resampled_means
from sametrials.common.logs import log_to
from sametrials.config.make_study import make_study
from sametrials.study.phases import NEW_SEEDS
from sametrials.suggest.encoding import Encoding
from sametrials.suggest.suggestion import standard_scores
from sametrials.suggest.surrogate import fit_surrogate

CONFIRM = 3


def regrets_of_choices(problem: Problem, search: pd.DataFrame, seed: int) -> dict[str, float]:
    """Compute the normalised regret, in percent, of the trial that each rule chooses.

    Parameters
    ----------
    problem
        What was searched.
    search
        The trials of one search: point, observed, truth.
    seed
        Seed of the search; it decides the noise of the confirmations.
    """
    points = [json.loads(text) for text in search["point"]]
    observed, truth = search["observed"].to_numpy(), search["truth"].to_numpy()
    fewer = len(search) - NEW_SEEDS * CONFIRM
    choices = {
        "best observed": observed.argmax(),
        "best posterior mean": _posterior(problem, points, observed).argmin(),
        f"best of {CONFIRM} confirmed": _confirmed(problem, points, observed, seed),
        f"best of {CONFIRM} confirmed, {fewer} trials": _confirmed(
            problem, points, observed[:fewer], seed
        ),
        "best tried": truth.argmax(),
    }
    scale = 100 / (problem.best - problem.typical)
    return {name: scale * (problem.best - truth[trial]) for name, trial in choices.items()}


def _posterior(problem: Problem, points: list[dict], observed: np.ndarray) -> np.ndarray:
    """Predict the objective, to be minimised, at each point of the search."""
    study = make_study(problem.space, {"n_calls": len(points)})
    encoding = Encoding(study.search_space)
    places = encoding.encode(points)
    with threadpool_limits(limits=1):
        model = fit_surrogate(
            "GP", encoding.dimension_of_column, places, standard_scores(-observed), seed=0
        )
        return model.predict(places)


def _confirmed(problem: Problem, points: list[dict], observed: np.ndarray, seed: int) -> int:
    """Observe the best trials again and take the best mean."""
    means = {}
    for trial in np.argsort(-observed, kind="stable")[:CONFIRM]:
        rng = np.random.default_rng([seed, trial, 1])
        again = [problem.observe(points[trial], rng) for _ in range(NEW_SEEDS)]
        means[trial] = np.mean([observed[trial], *again])
    return max(means, key=means.get)


if __name__ == "__main__":
    log_to(snakemake.log[0])
    files = {(Path(path).parent.name, Path(path).stem): path for path in snakemake.input}
    rows = []
    for half in snakemake.params.halves:
        for method in snakemake.params.methods:
            values = []
            for name in problems_of(half):
                problem, table = make_problem(name), pd.read_csv(files[name, method])
                searches = table.groupby("seed")
                values.append([regrets_of_choices(problem, part, seed) for seed, part in searches])
            choices = list(values[0][0])
            array = np.array([[list(each.values()) for each in part] for part in values])
            low, high = np.quantile(resampled_means(array), [0.025, 0.975], axis=0)
            columns = {"regret": array.mean((0, 1)), "low": low, "high": high}
            rows.append(pd.DataFrame({"half": half, "method": method, "choice": choices} | columns))
    pd.concat(rows).round(3).to_csv(snakemake.output[0], index=False)
