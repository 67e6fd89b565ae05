from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import qmc

from sametrials.common.errors import ConfigError
from sametrials.config.make_study import make_study
from sametrials.search.of_a_function import run_study
from sametrials.study.space import values_of
from sametrials.suggest.designs import design_point, grid_cells, unit_design
from simulated import SEARCH_SPACE, accuracy

SPREAD = ["lhs", "sobol", "halton", "hammersly"]


def points_of(study, n_points):
    points = []
    for trial in range(n_points):
        points.append(design_point(study, trial, distinct(points)))
    return points


def distinct(points):
    return {values_of(point) for point in points}


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
    assert design_point(study, 3, distinct(elsewhere)) == points[3]
    assert design_point(study, 3, distinct([*elsewhere[:2], points[3]])) != points[3]


SIZES = [(5, 5, 5, 2), (2,) * 6, (7, 3, 1, 3), (10, 10), (6,)]


@pytest.mark.parametrize("sizes", SIZES)
def test_every_cell_of_a_grid_comes_once(sizes):
    cells = grid_cells(sizes, int(np.prod(sizes)), seed=1)
    assert sorted(map(tuple, cells)) == list(np.ndindex(sizes))


@pytest.mark.parametrize("sizes", SIZES)
def test_the_first_cells_of_a_grid_are_the_same_however_many_are_wanted(sizes):
    cells = grid_cells(sizes, int(np.prod(sizes)), seed=1)
    for n_cells in (1, 2, 3, len(cells) - 1):
        assert (grid_cells(sizes, n_cells, seed=1) == cells[:n_cells]).all()


@pytest.mark.parametrize("sizes", [sizes for sizes in SIZES if len(sizes) > 1])
def test_another_seed_visits_a_grid_in_another_order(sizes):
    assert (grid_cells(sizes, 10, seed=1) != grid_cells(sizes, 10, seed=2)).any()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("sizes", [(5, 5, 5, 2), (4, 4, 4, 4), (3, 7, 2, 5)])
def test_a_grid_that_is_stopped_early_has_covered_the_space(sizes, seed):
    """Against the order of nested loops, and of a shuffled grid (the mean of ten)."""

    def discrepancy(cells):
        return qmc.discrepancy((np.array(cells) + 0.5) / sizes, method="WD")

    every_cell = np.array(list(np.ndindex(sizes)))
    for n_cells in (10, 20, 40):
        cells = grid_cells(sizes, n_cells, seed)
        shuffled = [np.random.default_rng(i).permutation(every_cell)[:n_cells] for i in range(10)]
        assert discrepancy(cells) < np.mean([discrepancy(each) for each in shuffled])
        assert discrepancy(cells) < discrepancy(every_cell[:n_cells]) / 1.5
        for dimension, size in enumerate(sizes):
            counts = np.bincount(cells[:, dimension], minlength=size)
            assert abs(counts - n_cells / size).max() <= 3


def test_a_part_of_an_immense_grid_is_found_without_counting_it_out():
    cells = grid_cells((1000,) * 30, 100, seed=1)
    assert len({tuple(cell) for cell in cells}) == 100


GRID = {"learning_rate": 5, "num_dense_layers": 3, "num_dense_nodes": 2}


@pytest.mark.parametrize("default_is_on_the_grid", [True, False])
def test_a_grid_search_tries_the_default_parameters_and_then_each_point_once(
    default_parameters, default_is_on_the_grid
):
    default = default_parameters | ({"num_dense_nodes": 5} if default_is_on_the_grid else {})
    settings = {"optimizer": "grid", "grid": GRID}
    points = [r.hyper_parameters for r in run_study(SEARCH_SPACE, settings, accuracy, default)]
    assert points[0] == default
    assert len(points) == len(distinct(points)) == 60 + (not default_is_on_the_grid)
    assert {point["learning_rate"] for point in points} == {1e-6, 1e-5, 1e-4, 1e-3, 1e-2}
    assert [type(value) for value in points[-1].values()] == [float, int, int, str]


def test_a_grid_is_computed_a_few_times_and_not_once_for_each_trial(study):
    study = replace(study, optimizer="grid", grid={**GRID, "num_dense_layers": 5})
    grid_cells.cache_clear()
    assert len(distinct(points_of(study, 100))) == 100
    assert grid_cells.cache_info().misses <= 8  # of 2 to 100 cells


def test_a_large_latin_hypercube_is_made_in_a_moment():
    design = unit_design("lhs", 5000, 2, seed=1)
    assert (np.sort(design, axis=0) * 5000).astype(int).tolist() == [[i, i] for i in range(5000)]


def test_a_list_is_tried_in_its_order_after_the_default_parameters(default_parameters):
    listed = [default_parameters | {"num_dense_nodes": nodes} for nodes in (100, 16, 400)]
    settings = {"optimizer": "manual", "points": listed}
    points = [
        r.hyper_parameters for r in run_study(SEARCH_SPACE, settings, accuracy, default_parameters)
    ]
    assert points == [default_parameters, listed[0], listed[2]]  # listed[1] was tried already
    points = [r.hyper_parameters for r in run_study(SEARCH_SPACE, settings, accuracy)]
    assert points == listed


@pytest.mark.parametrize("optimizer", ["random", "grid", "manual"])
def test_what_others_gave_does_not_change_a_search_that_does_not_learn(
    default_parameters, optimizer
):
    listed = [default_parameters | {"num_dense_nodes": 20 + i} for i in range(9)]
    settings = {"optimizer": optimizer, "n_calls": 9}
    settings |= {"points": listed} if optimizer == "manual" else {}
    searches = [
        run_study(SEARCH_SPACE, settings | {"window": window}, objective, default_parameters)
        for window in (1, 5)
        for objective in (accuracy, lambda point: -accuracy(point))
    ]
    for search in searches:
        assert [r.hyper_parameters for r in search] == [r.hyper_parameters for r in searches[0]]
    study = make_study(SEARCH_SPACE, settings, default_parameters)
    assert points_of(study, 9) == [r.hyper_parameters for r in searches[0]]


CONDITIONAL = {
    "solver": {"type": "categorical", "categories": ["sgd", "adam"]},
    "nesterov": {"type": "categorical", "categories": [True, False], "when": {"solver": "sgd"}},
    "momentum": {"type": "real", "low": 0.0, "high": 0.9, "step": 0.3, "when": {"nesterov": True}},
    "layers": {"type": "integer", "low": 1, "high": 3},
}


def test_a_grid_has_each_point_once_whatever_does_not_exist_there():
    study = make_study(CONDITIONAL, {"optimizer": "grid", "grid": {"layers": 3}})
    # adam; sgd without nesterov; with it and four momenta: each for three numbers of layers.
    assert study.n_calls == 3 * (1 + 1 + 4)
    points = points_of(study, study.n_calls)
    assert len(distinct(points)) == study.n_calls
    assert all(map(study.space.holds, points))


def test_a_grid_with_too_many_combinations_and_conditions_is_refused():
    wide = {f"x{i}": {"type": "real", "low": 0.0, "high": 1.0} for i in range(6)}
    line = r"study.grid: found 500,000 combinations, expected at most 100,000, since there are"
    with pytest.raises(ConfigError, match=line):
        make_study(CONDITIONAL | wide, {"optimizer": "grid", "grid": {"layers": 2}})


def test_values_that_are_enqueued_decide_what_exists():
    enqueue = [{"solver": "sgd", "nesterov": True}, {"solver": "adam"}, {"layers": 2}]
    for settings in ({"n_calls": 5, "n_initial_points": 4}, {"n_calls": 5, "optimizer": "random"}):
        points = points_of(make_study(CONDITIONAL, settings, enqueue=enqueue), 4)
        assert points[0]["nesterov"] is True
        assert points[0]["momentum"] in (0.0, 0.3, 0.6, 0.9)
        assert points[1]["solver"] == "adam"
        assert points[1]["nesterov"] is points[1]["momentum"] is None
        assert points[2]["layers"] == 2
