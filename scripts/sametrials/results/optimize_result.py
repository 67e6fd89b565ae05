"""Export the trials of a study for scikit-optimize's own functions."""

from collections.abc import Sequence
from pathlib import Path

import skopt
from scipy.optimize import OptimizeResult
from skopt.utils import create_result
from threadpoolctl import threadpool_limits

from sametrials.common.files import atomic_path
from sametrials.results.study_surrogate import study_surrogate
from sametrials.study.settings import Study
from sametrials.study.skopt_space import dict_to_point, dimensions
from sametrials.suggest.suggestion import costs
from sametrials.suggest.trees import plain_regressor
from sametrials.trials.record import TrialRecord


def optimize_result(study: Study, records: Sequence[TrialRecord]) -> OptimizeResult:
    """Put the trials in the form that scikit-optimize's own functions take.

    Its objective value `fun` is minimised: the negative of a metric that is maximised. `models`
    holds a surrogate of the study's kind (a Gaussian process for a study without one), fitted to
    the values of all trials (of very many, to some: `sametrials.results.study_surrogate`);
    `suggest` clips the bad ones. It is a regressor of scikit-learn. `states` tells which trials are
    complete, pruned or failed. A failed trial has the value of the worst other one. The result
    holds no function.
    """
    points = [record.hyper_parameters for record in records]
    values = costs(study.objective, [record.value for record in records])
    with threadpool_limits(limits=1):
        space, model = study_surrogate(
            study.surrogate, study.search_space, points, values, study.seed_of("result")
        )
    in_order = dimensions(study.search_space)
    result = create_result(
        [dict_to_point(in_order, point) for point in points],
        values,
        space=space,
        specs={"args": {**study.identity(), "n_calls": study.n_calls}, "function": "tune"},
        models=[plain_regressor(model)],
    )
    result.fun = float(result.fun)
    result.states = [record.state for record in records]
    return result


def write_result(result: OptimizeResult, path: str | Path) -> None:
    """Pickle a result atomically, for `skopt.load`."""
    with atomic_path(path) as temporary:
        skopt.dump(result, temporary, store_objective=False)
