"""Dimensions of every kind, their conditions, and points of them."""

import pytest

from sametrials.common.errors import ConfigError
from sametrials.config.make_study import make_study
from sametrials.config.validate import validate_study

SOLVER = {"type": "categorical", "categories": ["sgd", "adam"]}
LAYERS = {"type": "integer", "low": 1, "high": 5}


def real(**settings):
    return {"type": "real", "low": 0.0, "high": 1.0, **settings}


def whole(**settings):
    return {"type": "integer", "low": 16, "high": 256, **settings}


def when(**conditions):
    return real(when=conditions)


MISTAKES = [
    (real(step=0.3), "x.high: found 1.0, expected the last of the values, such as 0.9"),
    (real(step=2), "x.high: found 1.0, expected the last of the values, such as 0.0"),
    (real(step=0), "x.step: found 0.0, expected a number > 0, or null"),
    (real(step=-0.1), "x.step: found -0.1, expected a number > 0, or null"),
    (real(step="big"), "x.step: found 'big', expected a number > 0, or null"),
    (whole(step=7), "x.high: found 256, expected the last of the values, such as 254"),
    (whole(step=1.5), "x.step: found 1.5, expected an integer >= 1, or null"),
    (whole(base=3), "x.high: found 256, expected the last of the values, such as 144"),
    (whole(base=1), "x.base: found 1, expected an integer >= 2, or null"),
    (whole(base=2, step=2), "x.step: found 2, expected nothing, since base is given"),
    (whole(base=2, prior="log-uniform"), "x.prior: found 'log-uniform', expected nothing, since"),
    (whole(base=2, low=0), "x.low: found 0, expected an integer >= 1, since base is given"),
    (real(base=2), "x.base: found an unknown key, expected one of type, low, high"),
    (real(prior="normal"), "x.mean: found nothing, expected a number, since prior is normal"),
    (real(mean=0.5), "x.mean: found 0.5, expected nothing, since prior is uniform"),
    (real(prior="normal", mean=2, sd=1), "x.mean: found 2.0, expected a number from 0.0 to 1.0"),
    (real(prior="normal", mean=0, sd=0), "x.sd: found 0.0, expected a number > 0, or null"),
    (real(prior="log-uniform"), "x.low: found 0.0, expected a number > 0, since prior is log-un"),
    ({"type": "ordinal"}, "x.values: found nothing, expected a list of at least 1 item"),
    ({"type": "ordinal", "values": []}, "x.values: found an empty list, expected a list of at"),
    ({"type": "ordinal", "values": ["s", "s"]}, "x.values[1]: found 's' again, expected each"),
    ({"type": "ordinal", "values": [[1]]}, "x.values[0]: found a list of 1 item, expected text"),
    (
        {"type": "ordinal", "values": [1, 2], "order": "up"},
        "x.order: found an unknown key, expected one of type, values, when",
    ),
    (when(momentum=1), "x.when.momentum: found no other hyper-parameter, expected one of solver"),
    (when(x=1), "x.when.x: found no other hyper-parameter, expected one of solver, layers"),
    (when(solver="lion"), "x.when.solver: found 'lion', expected a value of solver, or a compar"),
    (when(solver=">= 3"), "x.when.solver: found '>= 3', expected one of the values of solver"),
    (when(solver=["sgd", 3]), "x.when.solver: found a list of 2 items, expected a value of solv"),
    (when(solver=[]), "x.when.solver: found an empty list, expected a value, a list of values"),
    (when(layers=7), "x.when.layers: found 7, expected a value of layers, or a comparison"),
    (when(layers="> many"), "x.when.layers: found '> many', expected a value of layers, or a"),
    (when(layers="> 5"), "x.when: found conditions of layers that no value meets, expected ot"),
    (when(layers={"min": 3}), "x.when.layers: found a mapping, expected a value, a list of val"),
    (when(), "x.when: found an empty mapping, expected null, or a mapping of names of hyper-"),
    (real(when="solver = sgd"), "x.when: found 'solver = sgd', expected null, or a mapping of"),
]


@pytest.mark.parametrize(("entry", "line"), MISTAKES, ids=[line[:40] for _, line in MISTAKES])
def test_each_mistake_in_a_dimension_is_one_line(entry, line):
    with pytest.raises(ConfigError) as caught:
        validate_study({}, {"solver": SOLVER, "layers": LAYERS, "x": entry})
    lines = str(caught.value).splitlines()
    # A normal prior lacks two keys.
    assert [each for each in lines if each.startswith(f"search_space.{line}")] == lines[:1]
    assert len(lines) == 1 + ("since prior is normal" in line)


@pytest.mark.parametrize(
    ("entries", "line"),
    [
        (
            {"a": when(b="> 0"), "b": when(c="> 0"), "c": when(a="> 0"), "solver": SOLVER},
            "search_space.a.when: found a circle: a needs b needs c needs a, expected conditions",
        ),
        (
            {
                "solver": SOLVER,
                "nesterov": {**SOLVER, "categories": [True, False], "when": {"solver": "sgd"}},
                "x": when(nesterov=True, solver="adam"),
            },
            "search_space.x.when: found conditions of solver that no value meets, expected",
        ),
        (
            {"a": {"type": "integer", "low": 3, "high": 3}, "b": {**SOLVER, "categories": ["c"]}},
            "search_space: found only single values, expected a dimension with more than one",
        ),
    ],
)
def test_conditions_that_can_never_be_met_and_spaces_of_one_point_are_one_line(entries, line):
    with pytest.raises(ConfigError) as caught:
        validate_study({}, entries)
    [found] = str(caught.value).splitlines()
    assert found.startswith(line)


SPACE = {
    "solver": SOLVER,
    "layers": LAYERS,
    "momentum": real(step=0.1, when={"solver": "sgd"}),
    "kind": {"type": "categorical", "categories": [1, 2.0, True, "1", None]},
    "size": {"type": "ordinal", "values": ["small", "large"], "when": {"layers": ">= 3"}},
}
POINT = {"solver": "adam", "layers": 2, "kind": "1"}


def first_point(**changes):
    point = {name: value for name, value in (POINT | changes).items() if value != "left out"}
    return make_study(SPACE, {}, default_parameters=point).default_parameters


def test_what_does_not_exist_is_left_out_of_a_point_or_null():
    off = {"momentum": None, "size": None}
    assert first_point() == first_point(**off) == {**POINT, **off}
    on = {"solver": "sgd", "momentum": 0.3, "layers": 3, "size": "large"}
    assert first_point(**on) == {**POINT, **on}


@pytest.mark.parametrize("value", [1, 2.0, True, "1", None])
def test_a_category_keeps_its_type(value):
    found = first_point(kind=value)["kind"]
    assert found == value
    assert type(found) is type(value)


def test_a_number_becomes_the_only_category_that_is_equal():
    assert type(first_point(kind=2)["kind"]) is float
    assert type(first_point(layers=2.0)["layers"]) is int


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"momentum": 0.5}, "momentum: found 0.5, expected nothing: it does not exist there"),
        ({"solver": "sgd"}, "momentum: found nothing, expected a number from 0.0 to 1.0 in steps"),
        (
            {"solver": "sgd", "momentum": 0.25},
            "momentum: found 0.25, expected a number from 0.0 to 1.0 in steps of 0.1",
        ),
        ({"layers": 4, "size": None}, "size: found null, expected one of small, large"),
        ({"kind": False}, "kind: found false, expected one of 1, 2.0, true, 1 or null"),
        ({"kind": "left out"}, "kind: found nothing, expected one of 1, 2.0, true, 1 or null"),
    ],
)
def test_each_mistake_in_a_point_is_one_line(changes, line):
    with pytest.raises(ConfigError) as caught:
        first_point(**changes)
    [found] = str(caught.value).splitlines()
    assert found.startswith(f"default_parameters.{line}")


def test_points_of_a_list_are_read_in_the_same_way():
    points = [
        {**POINT, "layers": 3, "size": "small"},
        {**POINT, "kind": 1},
        {**POINT, "kind": True},
    ]
    study = make_study(SPACE, {"optimizer": "manual", "points": points})
    assert study.n_calls == 3
    assert [point["size"] for point in study.points] == ["small", None, None]
    again = {"optimizer": "manual", "points": [POINT, {**POINT, "momentum": None}]}
    with pytest.raises(ConfigError, match=r"points\[1\]: found a mapping again"):
        make_study(SPACE, again)


@pytest.mark.parametrize(
    ("point", "line"),
    [
        ({"momentum": 0.5}, "momentum: found 0.5, expected solver beside it, with a value for"),
        ({"momentum": 0.5, "solver": "adam"}, "momentum: found 0.5, expected solver beside it"),
        ({"momentum": 0.25, "solver": "sgd"}, "momentum: found 0.25, expected a number from 0.0"),
        ({"kind": 3}, "kind: found 3, expected one of 1, 2.0, true, 1 or null"),
        ({}, " found an empty mapping, expected a mapping of at least 1 key"),
    ],
)
def test_each_mistake_in_a_part_of_a_point_is_one_line(point, line):
    with pytest.raises(ConfigError) as caught:
        make_study(SPACE, {}, enqueue=[point])
    [found] = str(caught.value).splitlines()
    assert found.startswith(f"enqueue[0].{line}".replace(". ", ": "))


def test_a_whole_point_is_told_from_others_without_what_does_not_exist():
    make_study(SPACE, {}, enqueue=[{**POINT, "kind": 1}, {**POINT, "kind": True}])
    with pytest.raises(ConfigError, match=r"^enqueue\[1\]: found enqueue\[0\] again"):
        make_study(SPACE, {}, enqueue=[POINT, dict(reversed(POINT.items()))])
