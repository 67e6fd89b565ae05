"""The surrogate of a finished study: what its figures show, and its export holds."""

from collections.abc import Mapping, Sequence

import numpy as np

from sametrials.study.space import HyperParameters
from sametrials.suggest.encoding import Encoding
from sametrials.suggest.subset import seen
from sametrials.suggest.surrogate import Surrogate, fit_surrogate


def study_surrogate(
    kind: str,
    search_space: Mapping[str, Mapping],
    points: Sequence[HyperParameters],
    costs: Sequence[float],
    seed: int,
) -> tuple[Encoding, Surrogate]:
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
    tuple of an encoding and a surrogate
        How the model sees the search space, and the model, which predicts costs.
    """
    encoding = Encoding(search_space)
    places, values = encoding.encode(points), np.asarray(costs)
    chosen = seen(places, values)
    columns = encoding.dimension_of_column
    return encoding, fit_surrogate(kind, columns, places[chosen], values[chosen], seed)
