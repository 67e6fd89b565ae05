"""The seed's own procedure: `gp_minimize` in one process, `fit` on all cores."""

import skopt

from as_a_user import Fitness
from request import Request, read_request
from sametrials.config.make_study import make_study
from sametrials.study.skopt_space import dict_to_point, dimensions, point_to_dict

INITIAL_POINTS = 10
"""The default of `gp_minimize`; it wants more calls than that and its `x0`."""


def search(request: Request) -> None:
    """Search as the seed's example does, but with a seed."""
    initial = min(INITIAL_POINTS, request.trials - 1)
    settings = {"n_calls": request.trials, "n_initial_points": initial}
    space = dimensions(make_study(request.space, settings).search_space)
    fitness = Fitness(request)
    skopt.gp_minimize(
        lambda point: -fitness(**point_to_dict(space, point)),
        space,
        acq_func="EI",
        n_calls=request.trials,
        n_initial_points=initial,
        x0=dict_to_point(space, request.first),
        random_state=request.seed,
    )


if __name__ == "__main__":
    search(read_request())
