"""Suggest what to try next: a pure function of the study and of its earlier trials.

Nothing is kept from one suggestion to the next, and each has its own random seed. So it does not
matter in which process, or after which crash, a suggestion is computed, nor which of the trials
that ran at the same time finished first.
"""

from collections.abc import Sequence

import numpy as np
from threadpoolctl import threadpool_limits

from sametrials.study.objective import Objective
from sametrials.study.settings import Study
from sametrials.study.space import HyperParameters, values_of
from sametrials.suggest.acquisition import acquisition, maximise
from sametrials.suggest.designs import design_point
from sametrials.suggest.encoding import Encoding
from sametrials.suggest.subset import seen
from sametrials.suggest.surrogate import fit_surrogate
from sametrials.trials.record import TrialRecord

N_STARTS = 5
"""Number of the best trials near which the next point is searched."""

LIES = {"best": np.min, "mean": np.mean, "worst": np.max}
"""Stand-ins for the objective value (to be minimised) of a pending trial."""


def suggest(
    study: Study,
    trial: int,
    finished: Sequence[TrialRecord],
    pending: Sequence[HyperParameters],
) -> HyperParameters:
    """Choose the hyper-parameters of a trial.

    Parameters
    ----------
    study
        The settings of the search.
    trial
        Number of the trial, from 0.
    finished
        Records of trials 0 ... trial - window, in order: exactly those, even if more are known.
    pending
        Hyper-parameters of the trials after those, up to trial - 1, finished or not. A lie stands
        in for the value of each: the surrogate's prediction, or the best, the mean or the worst
        objective value seen so far (the Kriging believer and the constant liar strategies CL-min,
        CL-mean and CL-max of Ginsbourger, Le Riche and Carraro, Kriging Is Well-Suited to
        Parallelize Optimization, 2010). The worse the lie, the less attractive are points near it.
    """
    if len(finished) != study.n_visible(trial) or len(finished) + len(pending) != trial:
        raise ValueError(
            f"trial {trial} of a search with a window of {study.window} must be suggested from "
            f"{study.n_visible(trial)} finished trials and the rest pending, "
            f"not from {len(finished)} and {len(pending)}"
        )
    if not study.learns_from_trials(trial):
        points = [record.hyper_parameters for record in finished] + list(pending)
        return design_point(study, trial, {values_of(point) for point in points})
    return _best_point(study, finished, pending, seed=study.seed_of("suggest", trial))


def costs(objective: Objective, values: Sequence[float | None]) -> list[float]:
    """List the costs of trials, which the search minimises, from their values of the objective.

    A failed trial has no value and counts as the worst of the others. That is enough to keep away
    from its point, without an arbitrary number that would bend the surrogate.
    """
    worst = max((objective.cost(value) for value in values if value is not None), default=0.0)
    return [worst if value is None else objective.cost(value) for value in values]


def standard_scores(values: Sequence[float]) -> np.ndarray:
    """Scale values to mean 0 and standard deviation 1, after the bad (high) ones are clipped.

    No clipped value is farther above the median than the best is below it. Among -0.10, -0.95,
    -0.988 and -0.990, a surrogate of the values themselves would mostly fit the first; one of their
    ranks would not see by how much one good trial is better than another.
    """
    median = np.median(values)
    clipped = np.minimum(values, median + (median - min(values)))
    return (clipped - clipped.mean()) / (clipped.std() or 1.0)


@threadpool_limits.wrap(limits=1)  # with another number of threads the last bits differ
def _best_point(
    study: Study,
    finished: Sequence[TrialRecord],
    pending: Sequence[HyperParameters],
    seed: int,
) -> HyperParameters:
    """Find the point where the acquisition function is highest."""
    encoding = Encoding(study.search_space, study.where)
    known = encoding.encode([record.hyper_parameters for record in finished])
    all_costs = np.array(costs(study.objective, [record.value for record in finished]))
    chosen = seen(known, all_costs)
    points, values = known[chosen], standard_scores(all_costs[chosen])
    model = fit_surrogate(study.surrogate, encoding.dimension_of_column, points, values, seed)
    best = min(model.predict(points))
    starts = points[np.argsort(values, kind="stable")[:N_STARTS]]
    taken = known
    if pending:
        places = encoding.encode(pending)
        if study.lie == "predicted":
            lies = model.predict(places)
        else:
            lies = np.full(len(pending), LIES[study.lie](values))
        model.fit(np.vstack([points, places]), np.append(values, lies))
        taken = np.vstack([known, places])

    def score(candidates: np.ndarray) -> np.ndarray:
        mean, deviation = model.predict(candidates, return_std=True)
        return acquisition(study.acq_func, mean, deviation, best, study.xi, study.kappa)

    return maximise(score, encoding, starts, taken, seed)
