"""Points that need no surrogate: a grid, a list, initial designs, draws from the priors."""

import math
import warnings
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import Any

import numpy as np
from scipy.stats import qmc
from skopt.sampler import Lhs

from sametrials.common.errors import SearchError
from sametrials.study.grid import distinct, grid_values
from sametrials.study.optimizers import OPTIMIZERS
from sametrials.study.settings import Study
from sametrials.study.space import HyperParameters, values_of

MAX_DRAWS = 1000
"""Most points that are drawn in search of one that was not tried before."""

MORE_DRAWS = 100
"""With constraints, so many times as many are drawn in search of those that meet them."""

LHS_DESIGNS, LHS_PAIRS = 1000, 10**8
"""Most Latin hypercubes that are compared, and about how many pairs of points in all of them."""


def design_point(study: Study, trial: int, tried: Container[tuple[Any, ...]]) -> HyperParameters:
    """Choose the hyper-parameters of a trial without the results of other trials.

    Parameters
    ----------
    study
        The settings of the search.
    trial
        Number of the trial, from 0.
    tried
        The values of the hyper-parameters of all trials before it (`values_of`). Candidates among
        them are skipped; if none is left, as in an exhausted space, the first one is repeated.

    Raises
    ------
    SearchError
        Of very many points that were drawn, none meets the constraints.
    """
    candidates = _candidates(study, trial)
    first = next(candidates, None)
    if first is None:
        raise SearchError(
            f"trial {trial}: found no point that meets all constraints among "
            f"{MAX_DRAWS * MORE_DRAWS:,} that were drawn, expected one: make constraints.where "
            "less tight, or search_space narrower"
        )
    fresh = (point for point in chain([first], candidates) if values_of(point) not in tried)
    return next(fresh, first)


def _candidates(study: Study, trial: int) -> Iterator[HyperParameters]:
    """Yield the points that a trial may have, the preferred one first."""
    if trial == 0 and study.default_parameters is not None:
        yield dict(study.default_parameters)
    else:
        yield from CANDIDATES[OPTIMIZERS[study.optimizer].all_points](study, trial)


def _listed_points(study: Study, trial: int) -> Iterator[HyperParameters]:
    """Yield the points of the study's list that the trials before have left."""
    for number in range(_n_taken(study, trial), len(study.points)):
        yield dict(study.points[number])


def _grid_points(study: Study, trial: int) -> Iterator[HyperParameters]:
    """Yield the points of the study's grid that the trials before have left, up to its own."""
    values = grid_values(study.search_space, study.grid)
    sizes = tuple(len(each) for each in values.values())
    n_cells = math.prod(sizes)
    if not study.space.is_irregular:
        # A power of two, so that a search computes few such beginnings of the grid, not all.
        n_cells = min(2 ** trial.bit_length(), n_cells)
    cells = grid_cells(sizes, n_cells, seed=study.seed_of("grid"))
    points = (
        {name: values[name][i] for name, i in zip(values, cell, strict=True)} for cell in cells
    )
    yield from islice(distinct(study.space, points), _n_taken(study, trial), trial + 1)


def _n_taken(study: Study, trial: int) -> int:
    """Return how many points of a grid or list the trials before have taken, at least.

    Each took one, but that of the default parameters, which may lie elsewhere.
    """
    return trial - _n_given(study)


def _n_given(study: Study) -> int:
    """Return how many trials are given: one if there are default parameters, else none."""
    return int(study.default_parameters is not None)


@lru_cache(maxsize=1)  # every trial of a grid asks for it
def grid_cells(sizes: Sequence[int], n_cells: int, seed: int) -> np.ndarray:
    """Choose the first cells of a grid, in an order that covers the grid evenly from the start.

    It is the order in which the points of a scrambled Sobol' sequence first fall into the cells:
    any number of its first points covers the unit cube evenly (Joe and Kuo, 2008; Owen, 1998). So
    the cells need not be enumerated, however many there are. Each gets a point in the end: all
    cells together took up to 15 points per cell.

    Parameters
    ----------
    sizes
        Number of values in each dimension.
    n_cells
        Number of cells, at most all. A larger number begins with the same cells.
    seed
        Decides the order.

    Returns
    -------
    np.ndarray of int
        Shape (n_cells, n_dimensions): the index of the value in each dimension.
    """
    n_points = 2 ** (n_cells - 1).bit_length()  # a power of two, for which the sequence is made
    while True:
        points = qmc.Sobol(len(sizes), rng=seed).random(n_points)
        entered = (points * sizes).astype(int)
        _, first = np.unique(entered, axis=0, return_index=True)
        cells = entered[np.sort(first)]
        if len(cells) >= n_cells:
            return cells[:n_cells]
        n_points *= 2


def _initial_draw(study: Study, trial: int) -> np.ndarray:
    """Choose a trial's point of the initial design, in the unit cube, after default parameters."""
    given = _n_given(study)
    design = unit_design(
        study.initial_point_generator,
        n_points=study.n_initial_points - given,
        n_dimensions=len(study.search_space),
        seed=study.seed_of("initial design"),
    )
    return design[trial - given]


def _random_draws(study: Study, trial: int) -> Iterator[np.ndarray]:
    """Draw points of the unit cube, without end."""
    generator = np.random.default_rng(study.seed_of("random", trial))
    while True:
        yield generator.random(len(study.search_space))


def _drawn_points(study: Study, trial: int) -> Iterator[HyperParameters]:
    """Yield the trial's point of the initial design, if it has one, then random points.

    All of them have the values that are enqueued for the trial.
    """
    enqueued = dict(enumerate(study.enqueue, start=_n_given(study))).get(trial, {})
    initial = [_initial_draw(study, trial)] if study.in_initial_design(trial) else []
    most = MAX_DRAWS * (MORE_DRAWS if study.space.constraints else 1)
    draws = chain(initial, islice(_random_draws(study, trial), most))
    points = (study.space.at(draw, enqueued) for draw in draws)
    feasible = (point for point in points if not study.space.unmet(point))
    yield from islice(feasible, MAX_DRAWS)


CANDIDATES = {"grid": _grid_points, "points": _listed_points, None: _drawn_points}
"""The candidates for a trial, by the setting that fixes all points of a study, or None."""


@lru_cache(maxsize=1)  # every trial of a design asks for all of it
def unit_design(name: str, n_points: int, n_dimensions: int, seed: int) -> np.ndarray:
    """Choose the points of an initial design in the unit cube; the seed decides all of them.

    - `random`: independent and uniform.
    - `lhs`: the Latin hypercube (McKay, Beckman and Conover, 1979), of 1,000, or fewer if it has
      more than 300 points, whose two nearest points are the farthest apart; scikit-optimize's.
    - `sobol`: the beginning of a scrambled Sobol' sequence (Joe and Kuo, 2008; Matousek, 1998).
    - `halton`: the beginning of a scrambled Halton sequence (Owen, A randomized Halton algorithm
      in R, 2017).
    - `hammersly`: the set of Hammersley, a regular first coordinate beside a Halton sequence. The
      first is shifted (Cranley and Patterson, 1976), the others are scrambled. The points are
      shuffled; else the trials would cross the first dimension from one end to the other.

    The Sobol' and Halton sequences are SciPy's: scikit-optimize's Halton and Hammersley points are
    the same for every seed.

    Returns
    -------
    np.ndarray
        Shape (n_points, n_dimensions), in [0, 1).
    """
    return DESIGNS[name](n_points, n_dimensions, seed)


def _random_design(n_points: int, n_dimensions: int, seed: int) -> np.ndarray:
    return np.random.default_rng(seed).random((n_points, n_dimensions))


def _latin_hypercube(n_points: int, n_dimensions: int, seed: int) -> np.ndarray:
    unit_cube = [(0.0, 1.0)] * n_dimensions
    n_designs = min(LHS_DESIGNS, math.ceil(LHS_PAIRS / n_points**2))
    design = Lhs(iterations=n_designs).generate(unit_cube, n_points, random_state=seed % 2**31)
    return np.array(design)


def _sobol(n_points: int, n_dimensions: int, seed: int) -> np.ndarray:
    with warnings.catch_warnings():
        # SciPy warns that only a power of two of points is balanced; config/README.md says so, too.
        warnings.filterwarnings("ignore", message="The balance properties")
        return qmc.Sobol(n_dimensions, rng=seed).random(n_points)


def _halton(n_points: int, n_dimensions: int, seed: int) -> np.ndarray:
    return qmc.Halton(n_dimensions, rng=seed).random(n_points)


def _hammersly(n_points: int, n_dimensions: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    regular = (np.arange(n_points) + generator.random()) / n_points
    others = qmc.Halton(n_dimensions - 1, rng=generator).random(n_points)
    return generator.permutation(np.column_stack([regular, others]))


DESIGNS = {
    "random": _random_design,
    "lhs": _latin_hypercube,
    "sobol": _sobol,
    "halton": _halton,
    "hammersly": _hammersly,
}
"""The initial designs, by the name of `initial_point_generator`."""
