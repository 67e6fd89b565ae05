"""Export the trials of a study for scikit-optimize's own functions."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import skopt
from scipy.optimize import OptimizeResult
from skopt.utils import create_result, normalize_dimensions
from threadpoolctl import threadpool_limits

from sametrials.common.files import atomic_path
from sametrials.study.settings import Study
from sametrials.study.skopt_space import as_lists, dimensions, not_represented
from sametrials.suggest.subset import seen
from sametrials.suggest.suggestion import costs
from sametrials.suggest.surrogate import fit_surrogate
from sametrials.suggest.trees import plain_regressor
from sametrials.trials.record import TrialRecord


def optimize_result(study: Study, records: Sequence[TrialRecord]) -> OptimizeResult:
    """Put the trials in the form that scikit-optimize's own functions take.

    Its objective value `fun` is minimised: the negative of a metric that is maximised. `models`
    holds a surrogate of the study's kind (a Gaussian process for a study without one), fitted to
    the values of all trials (of very many, to some: `sametrials.suggest.subset`);
    `suggest` clips the bad ones. It is a regressor of scikit-learn. `states` tells which trials are
    complete, pruned or failed. A failed trial has the value of the worst other one. The result
    holds no function. `specs["not_represented"]` lists what scikit-optimize knows no form for
    (`sametrials.study.skopt_space.not_represented`).
    """
    search_space = study.shown_space
    points = [record.hyper_parameters for record in records]
    values = np.array(costs(study.objective, [record.value for record in records]))
    space = skopt.Space(normalize_dimensions(dimensions(search_space)))
    listed = as_lists(search_space, points)
    places = np.asarray(space.transform(listed), dtype=float)
    chosen = seen(places, values)
    with threadpool_limits(limits=1):
        model = fit_surrogate(
            study.surrogate,
            _dimension_of_column(space),
            places[chosen],
            values[chosen],
            study.seed_of("result"),
        )
    identity = {**study.identity(), "n_calls": study.n_calls}
    missing = not_represented(search_space, points)
    result = create_result(
        listed,
        values.tolist(),
        space=space,
        specs={"args": identity, "function": "tune", "not_represented": missing},
        models=[plain_regressor(model)],
    )
    result.fun = float(result.fun)
    result.states = [record.state for record in records]
    return result


def _dimension_of_column(space: skopt.Space) -> np.ndarray:
    sizes = [dimension.transformed_size for dimension in space.dimensions]
    return np.repeat(np.arange(len(sizes)), sizes)


def write_result(result: OptimizeResult, path: str | Path) -> None:
    """Pickle a result atomically, for `skopt.load`."""
    with atomic_path(path) as temporary:
        skopt.dump(result, temporary, store_objective=False)
