"""The points that are given come first, and are completed by those that their trials had."""

from dataclasses import replace

import pytest

from sametrials.study.space import values_of
from sametrials.suggest.designs import design_point
from simulated import DEFAULT_PARAMETERS

WHOLE = DEFAULT_PARAMETERS | {"learning_rate": 1e-4}
PART = {"activation": "sigmoid", "num_dense_layers": 5}


def points_of(study, number):
    points = []
    for trial in range(number):
        tried = {values_of(point) for point in points}
        points.append(design_point(study, trial, tried))
    return points


@pytest.mark.parametrize(
    "settings", [{"n_initial_points": 8}, {"optimizer": "random"}], ids=["gp", "random"]
)
@pytest.mark.parametrize("default", [DEFAULT_PARAMETERS, None])
def test_the_values_of_a_point_replace_those_of_its_trial_and_no_others(study, settings, default):
    study = replace(study, default_parameters=default, **settings)
    expected = points_of(study, 8)
    first = 0 if default is None else 1
    expected[first] = WHOLE
    expected[first + 1] = expected[first + 1] | PART
    points = points_of(replace(study, enqueue=[WHOLE, PART]), 8)
    assert points == expected
    assert [list(point) for point in points] == [list(study.search_space)] * 8


def test_equal_points_in_part_are_completed_with_other_values(study):
    study = replace(study, n_initial_points=8, enqueue=[PART] * 5)
    points = points_of(study, 8)
    assert all(point.items() >= PART.items() for point in points[1:6])
    assert len({values_of(point) for point in points}) == 8


def test_a_point_that_would_be_completed_to_one_tried_before_is_completed_otherwise(study):
    taken = design_point(replace(study, n_initial_points=8), 1, set())
    free = {name: taken[name] for name in ("num_dense_layers", "activation")}
    study = replace(study, n_initial_points=8, enqueue=[free])
    point = design_point(study, 1, {values_of(taken)})
    assert point != taken
    assert point.items() >= free.items()


def test_an_initial_design_keeps_off_the_points_that_were_given(study):
    plain = replace(study, n_initial_points=8)
    third = points_of(plain, 4)[3]
    points = points_of(replace(plain, enqueue=[third]), 8)
    assert points[1] == third
    assert len({values_of(point) for point in points}) == 8


def test_points_belong_to_the_identity_of_a_study_if_there_are_any(study):
    assert "enqueue" not in study.identity()
    for optimizer in ("gp", "forest", "gbrt", "random"):
        one = replace(study, optimizer=optimizer)
        assert replace(one, enqueue=[PART]).identity() == one.identity() | {"enqueue": [PART]}
        both = (replace(one, enqueue=points) for points in ([PART, WHOLE], [WHOLE, PART]))
        assert next(both).identity() != next(both).identity()
    for optimizer in ("grid", "manual"):
        one = replace(study, optimizer=optimizer)
        assert replace(one, enqueue=[PART]).identity() == one.identity()
