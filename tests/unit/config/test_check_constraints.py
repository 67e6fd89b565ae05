"""Constraints on the points of a search space."""

import pytest

from sametrials.common.errors import ConfigError
from sametrials.config.make_study import make_study

SPACE = {
    "batch": {"type": "integer", "low": 16, "high": 256, "base": 2},
    "units": {"type": "integer", "low": 8, "high": 128, "step": 8},
    "layers": {"type": "integer", "low": 1, "high": 3},
    "solver": {"type": "categorical", "categories": ["sgd", "adam"]},
    "momentum": {"type": "real", "low": 0.0, "high": 0.9, "when": {"solver": "sgd"}},
}
POINT = {"batch": 256, "units": 128, "layers": 1, "solver": "adam"}


def refused(where, settings=None, **given):
    with pytest.raises(ConfigError) as caught:
        make_study(SPACE, settings or {}, where=where, **given)
    [line] = str(caught.value).splitlines()
    return line


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("batch * units", "constraints.where[0]: found 'batch * units', expected a comparison"),
        ("bach > 3", "constraints.where[0]: found the name bach in 'bach > 3', expected names"),
        ("1 < 2", "constraints.where[0]: found '1 < 2', expected an expression with the name of"),
        (
            "__import__('os') == 1",
            "constraints.where[0]: found \"__import__('os')\", expected hyper",
        ),
        ("9 ** 9 ** 9 > batch", "constraints.where[0]: found '9 ** 9 ** 9 > batch', which cannot"),
        ("batch / (layers - 1) > 1", "constraints.where[0]: found 'batch / (layers - 1) > 1', whi"),
        (
            "solver > 3",
            "constraints.where[0]: found 'solver > 3', which cannot be computed at solv",
        ),
        ("batch > 256", "constraints.where: found constraints that none of 50,000 points meets"),
        ("", "constraints.where[0]: found '', expected an expression such as 'batch_size * units"),
        (3, "constraints.where[0]: found 3, expected an expression such as batch_size * units"),
    ],
)
def test_each_mistake_in_a_constraint_is_one_line(where, line):
    assert refused([where]).startswith(line)


def test_constraints_that_exclude_each_other_are_one_line():
    line = refused(["units > 64", "units < 64"])
    assert line.startswith("constraints.where: found constraints that none of 50,000 points meets")


@pytest.mark.parametrize(
    ("place", "given"),
    [
        ("default_parameters", {"default_parameters": POINT}),
        ("enqueue[0]", {"enqueue": [{**POINT, "momentum": None}]}),
        ("study.points[0]", {"settings": {"optimizer": "manual", "points": [POINT]}}),
    ],
)
def test_given_points_must_meet_them(place, given):
    line = refused(["batch * units <= 8192"], **given)
    assert line == (
        f"{place}: found a point that does not meet it, expected batch * units <= 8192 "
        "(constraints.where)"
    )


def test_a_constraint_on_what_does_not_exist_is_met():
    study = make_study(SPACE, {}, where=["momentum > 0.5"])
    assert study.space.unmet({**POINT, "momentum": None}) == []
    assert study.space.unmet({**POINT, "solver": "sgd", "momentum": 0.4}) == ["momentum > 0.5"]


def test_a_grid_has_the_points_that_meet_them():
    settings = {"optimizer": "grid", "grid": {"momentum": 2, "units": 16, "layers": 3}}
    study = make_study(SPACE, settings, where=["batch * units <= 8192", "layers == 1"])
    pairs = sum(
        batch * units <= 8192 for batch in (16, 32, 64, 128, 256) for units in range(8, 129, 8)
    )
    assert study.n_calls == 3 * pairs  # adam, and sgd with two momenta


def test_without_constraints_a_study_is_what_it_was():
    assert "where" not in make_study(SPACE, {}).identity()
    assert make_study(SPACE, {}, where=["layers > 1"]).identity()["where"] == ("layers > 1",)
