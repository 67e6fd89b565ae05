from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import qmc

from hpo.designs import design_point, unit_design

SPREAD = ["lhs", "sobol", "halton", "hammersly"]


def points_of(study, n_points):
    points = []
    for trial in range(n_points):
        points.append(design_point(study, trial, points))
    return points


def distinct(points):
    return {tuple(point.values()) for point in points}


@pytest.mark.parametrize("name", ["random", *SPREAD])
@pytest.mark.parametrize("n_dimensions", [1, 4, 50])
def test_a_design_fills_the_unit_cube_as_its_seed_says(name, n_dimensions):
    design = unit_design(name, 10, n_dimensions, seed=1)
    assert design.shape == (10, n_dimensions)
    assert ((design >= 0) & (design < 1)).all()
    assert (unit_design(name, 10, n_dimensions, seed=1) == design).all()
    for seed in (2, 2**32 - 1):
        assert (unit_design(name, 10, n_dimensions, seed) != design).mean() > 0.9


@pytest.mark.parametrize("name", SPREAD)
def test_a_spread_design_is_far_more_even_than_chance(name):
    def discrepancy(name):
        return np.mean([qmc.discrepancy(unit_design(name, 16, 4, seed)) for seed in range(20)])

    assert discrepancy(name) < discrepancy("random") / 3


def test_the_points_of_hammersley_s_set_do_not_go_from_one_end_to_the_other():
    first = unit_design("hammersly", 10, 4, seed=1)[:, 0]
    assert np.abs(np.diff(first)).max() > 0.3
    assert np.diff(np.sort(first)) == pytest.approx(0.1)


SMALL_SPACE = {
    "layers": {"type": "integer", "low": 1, "high": 3, "prior": "uniform"},
    "activation": {"type": "categorical", "categories": ["relu", "tanh"]},
    "dropout": {"type": "categorical", "categories": [True, False]},
}


@pytest.mark.parametrize("name", ["random", *SPREAD])
@pytest.mark.parametrize("n_initial_points", [1, 4, 12])
def test_no_point_is_repeated_before_all_are_tried(study, name, n_initial_points):
    small = replace(
        study,
        search_space=SMALL_SPACE,
        default_parameters={"layers": 1, "activation": "tanh", "dropout": False},
        initial_point_generator=name,
        n_initial_points=n_initial_points,
    )
    assert len(distinct(points_of(small, 12))) == 12
    assert len(points_of(small, 14)) == 14


def test_only_a_repeated_point_gives_way_to_another(study):
    points = points_of(study, 4)
    elsewhere = points_of(replace(study, seed=2), 3)
    assert design_point(study, 3, elsewhere) == points[3]
    assert design_point(study, 3, [*elsewhere[:2], points[3]]) != points[3]
