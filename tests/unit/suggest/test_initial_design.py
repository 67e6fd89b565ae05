"""The first trials, which are suggested without a look at what others gave."""

from dataclasses import replace

import pytest

from sametrials.suggest.suggestion import suggest
from simulated import record_of

DESIGNS = ["random", "lhs", "sobol", "halton", "hammersly"]


def test_a_random_search_has_no_initial_design(study):
    searches = [
        replace(study, optimizer="random", n_initial_points=n, initial_point_generator=generator)
        for n, generator in ((1, "lhs"), (8, "sobol"))
    ]
    points = [[], []]
    for trial in range(8):
        for one, before in zip(searches, points, strict=True):
            before.append(suggest(one, trial, *_unevaluated(one, before)))
    assert points[0] == points[1]


@pytest.mark.parametrize("generator", DESIGNS)
def test_every_initial_design_depends_on_the_seed_and_repeats_no_point(study, generator):
    designs = []
    for seed in (1, 2):
        one = replace(study, initial_point_generator=generator, n_initial_points=8, seed=seed)
        points = []
        for trial in range(8):
            points.append(suggest(one, trial, *_unevaluated(one, points)))
        assert len({tuple(point.values()) for point in points}) == 8
        designs.append(points)
    assert designs[0][0] == designs[1][0]  # the one picked by hand
    assert all(a != b for a, b in zip(designs[0][1:], designs[1][1:], strict=True))


def _unevaluated(study, points):
    visible = study.n_visible(len(points))
    records = [record_of(k, 0.5, hyper_parameters=point) for k, point in enumerate(points)]
    return records[:visible], points[visible:]


def test_without_default_parameters_the_design_fills_the_first_place_too(study):
    study = replace(study, default_parameters=None, n_initial_points=1)
    assert study.space.holds(suggest(study, 0, [], []))


def test_a_window_larger_than_the_design_draws_points_until_a_trial_is_finished(study):
    study = replace(study, window=6, n_initial_points=2)
    points = []
    for trial in range(6):
        points.append(suggest(study, trial, [], points))
    assert len({tuple(point.values()) for point in points}) == 6
