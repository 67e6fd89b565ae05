"""The surrogate of a finished study: what its figures show, and its export holds."""

from collections.abc import Mapping, Sequence

import numpy as np
from skopt.space import Space

from sametrials.study.skopt_space import dimensions
from sametrials.study.space import HyperParameters
from sametrials.suggest.subset import seen
from sametrials.suggest.surrogate import Surrogate, fit_surrogate, model_space, transformed


def study_surrogate(
    kind: str,
    search_space: Mapping[str, Mapping],
    points: Sequence[HyperParameters],
    costs: Sequence[float],
    seed: int,
) -> tuple[Space, Surrogate]:
    """Fit a surrogate to the trials of a study; of very many, to those that `seen` chooses.

    Parameters
    ----------
    kind, seed
        See `sametrials.suggest.surrogate.fit_surrogate`.
    search_space
        As in config.yaml.
    points, costs
        Of all trials; one or more.

    Returns
    -------
    tuple of a space and a surrogate
        The search space as the model sees it, and the model, which predicts costs.
    """
    space = model_space(dimensions(search_space))
    places, values = transformed(space, points), np.asarray(costs)
    chosen = seen(places, values)
    return space, fit_surrogate(kind, space, places[chosen], values[chosen], seed)
