"""What to try next: a pure function of the study and of the trials that are finished.

Nothing is kept from one suggestion to the next, and each has a random seed of its own. So it does
not matter in which process, or after which crash, a suggestion is computed, nor which of the
trials that were out together came back first.
"""

from collections.abc import Sequence
from statistics import fmean

from scipy.stats import norm, rankdata
from skopt import Optimizer
from threadpoolctl import threadpool_limits

from hpo.designs import design_point
from hpo.records import TrialRecord, objective_values
from hpo.space import HyperParameters, dict_to_point, point_to_dict
from hpo.study import Study

LIES = {"best": min, "mean": fmean, "worst": max}
"""What stands in for the objective value (to be minimised) of a pending trial."""


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
        Hyper-parameters of the trials after them up to trial - 1. Whether they are finished or
        not, they stand in with a lie: the best, the mean or the worst objective value seen so far
        (the constant liar strategies CL-min, CL-mean and CL-max of Ginsbourger, Le Riche and
        Carraro, Kriging Is Well-Suited to Parallelize Optimization, 2010). The worse the lie, the
        less attractive is what is near them.
    """
    if len(finished) != study.n_visible(trial) or len(finished) + len(pending) != trial:
        raise ValueError(
            f"trial {trial} of a search with a window of {study.window} must be suggested from "
            f"{study.n_visible(trial)} finished trials and the rest pending, "
            f"not from {len(finished)} and {len(pending)}"
        )
    points = [record.hyper_parameters for record in finished] + list(pending)
    if not looks_back(study, trial):
        return design_point(study, trial, points)
    values = normal_scores(objective_values(finished))
    values += [LIES[study.lie](values)] * len(pending)
    optimizer = fit_optimizer(study, points, values, seed=study.seed_of("suggest", trial))
    return point_to_dict(study.dimensions(), optimizer.ask())


def looks_back(study: Study, trial: int) -> bool:
    """Tell whether the hyper-parameters of a trial depend on what earlier trials gave."""
    return study.has_surrogate and trial >= study.n_initial_points and study.n_visible(trial) > 0


def normal_scores(values: Sequence[float]) -> list[float]:
    """Map values to normal quantiles by their rank, equal values to equal scores.

    Among accuracies of 0.10, 0.95, 0.988 and 0.990 a surrogate of the values themselves is busy
    with the first; by their ranks the good ones are as far apart as the bad ones. This is the
    Gaussian copula transform of Salinas, Shen and Perrone (A Quantile-based Approach for
    Hyperparameter Transfer Learning, ICML 2020); it need not know the scale of the objective.
    """
    return norm.ppf((rankdata(values) - 0.5) / len(values)).tolist()


def fit_optimizer(
    study: Study, points: Sequence[HyperParameters], values: Sequence[float], seed: int
) -> Optimizer:
    """Fit the study's surrogate to objective values (to be minimised) at some points.

    A study without a surrogate of its own gets a Gaussian process, to be looked at.
    The BLAS is held to one thread: with another number of them its sums, and then everything
    that follows, differ in the last bit.
    """
    dims = study.dimensions()
    surrogates = {"gp": "GP", "forest": study.forest, "gbrt": "GBRT"}
    optimizer = Optimizer(
        dims,
        base_estimator=surrogates.get(study.optimizer, "GP"),
        n_initial_points=len(points),
        acq_func=study.acq_func,
        acq_func_kwargs={"xi": study.xi, "kappa": study.kappa},
        random_state=seed % 2**31,
    )
    with threadpool_limits(limits=1):
        optimizer.tell([dict_to_point(dims, point) for point in points], list(values))
    return optimizer
