"""What to try next: a pure function of the study and of the trials that are finished.

Nothing is kept from one suggestion to the next, and each has a random seed of its own. So it does
not matter in which process, or after which crash, a suggestion is computed, nor which of the
trials that were out together came back first.
"""

import warnings
from collections.abc import Sequence
from statistics import fmean

from scipy.stats import norm, rankdata
from skopt import Optimizer
from skopt.space import Space
from skopt.utils import cook_initial_point_generator
from threadpoolctl import threadpool_limits

from hpo.records import TrialRecord, objective_values
from hpo.space import HyperParameters, dict_to_point, point_to_dict
from hpo.study import Study

SURROGATES = {"gp": "GP", "forest": "ET", "gbrt": "GBRT"}
"""The optimizers that fit a model of the objective, by scikit-optimize's name for the model.

`forest` is extra trees, the default of `skopt.forest_minimize`.
"""


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
        not, they stand in with a lie, the mean objective value seen so far (the constant liar
        strategy CL-mean of Ginsbourger, Le Riche and Carraro, 2010), which keeps the suggestion
        away from them.
    """
    if len(finished) != study.n_visible(trial) or len(finished) + len(pending) != trial:
        raise ValueError(
            f"trial {trial} of a search with a window of {study.window} must be suggested from "
            f"{study.n_visible(trial)} finished trials and the rest pending, "
            f"not from {len(finished)} and {len(pending)}"
        )
    if trial == 0 and study.default_parameters is not None:
        return dict(study.default_parameters)
    if trial < study.n_initial_points:
        return _initial_point(study, trial)
    if not looks_back(study, trial):
        return _random_point(study, trial)
    points = [record.hyper_parameters for record in finished] + list(pending)
    values = normal_scores(objective_values(finished))
    values += [fmean(values)] * len(pending)
    optimizer = fit_optimizer(study, points, values, seed=study.seed_of("suggest", trial))
    return point_to_dict(study.dimensions(), optimizer.ask())


def looks_back(study: Study, trial: int) -> bool:
    """Tell whether the hyper-parameters of a trial depend on what earlier trials gave."""
    return (
        study.optimizer in SURROGATES
        and trial >= study.n_initial_points
        and study.n_visible(trial) > 0
    )


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
    optimizer = Optimizer(
        dims,
        base_estimator=SURROGATES.get(study.optimizer, "GP"),
        n_initial_points=len(points),
        acq_func=study.acq_func,
        random_state=seed % 2**31,
    )
    with threadpool_limits(limits=1):
        optimizer.tell([dict_to_point(dims, point) for point in points], list(values))
    return optimizer


def _initial_point(study: Study, trial: int) -> HyperParameters:
    """One point of the initial design, whose first place the default parameters may hold."""
    given = int(study.default_parameters is not None)
    n_points = study.n_initial_points - given
    seed = study.seed_of("initial design") % 2**31
    space = Space(study.dimensions())
    generator = cook_initial_point_generator(study.initial_point_generator)
    if generator is None:
        design = space.rvs(n_points, random_state=seed)
    else:
        with warnings.catch_warnings():
            # Sobol' points are balanced best if they are a power of two: config/README.md says so.
            warnings.filterwarnings("ignore", message="The balance properties")
            design = generator.generate(space.dimensions, n_points, random_state=seed)
    return point_to_dict(study.dimensions(), design[trial - given])


def _random_point(study: Study, trial: int) -> HyperParameters:
    """Draw a point from the priors of the search space."""
    seed = study.seed_of("random", trial) % 2**31
    [point] = Space(study.dimensions()).rvs(1, random_state=seed)
    return point_to_dict(study.dimensions(), point)
