"""What foreign code may report as metrics, and what is said of all else."""

import re
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from sametrials.tasks.reported.numbers import numbers_of


@pytest.mark.parametrize(
    "value",
    [0.5, np.float32(0.5), np.array(0.5), np.array([[0.5]]), Decimal("0.5"), Fraction(1, 2)],
    ids=repr,
)
def test_a_number_of_any_kind_is_a_float(value):
    found = numbers_of({"val_loss": value, "steps": 3})
    assert found == {"val_loss": 0.5, "steps": 3.0}
    assert {type(each) for each in found.values()} == {float}


def test_nan_and_infinity_are_numbers():
    found = numbers_of({"a": float("nan"), "b": np.float32("inf")})
    assert str(found) == "{'a': nan, 'b': inf}"


@pytest.mark.parametrize(
    ("metrics", "message"),
    [
        (None, "found nothing, expected the names of metrics with their numbers, such as .*"),
        ({}, "found {}, expected the names of metrics .*"),
        (0.5, "found 0.5, expected the names of metrics .*"),
        ([("loss", 1)], "found .*, expected the names of metrics .*"),
        ({1: 0.5}, "found 1 as the name of a metric, expected letters, digits and _, .*"),
        ({"val loss": 0.5}, "found 'val loss' as the name of a metric, .*"),
        ({"epoch": 0.5}, "found 'epoch' as the name of a metric, .* not trial or epoch or fold"),
        ({"fold": 0.5}, "found 'fold' as the name of a metric, .* not trial or epoch or fold"),
        ({"loss": "0.5"}, "found '0.5' as loss, expected a single number"),
        ({"loss": None}, "found nothing as loss, expected a single number"),
        ({"loss": True}, "found True as loss, expected a single number"),
        ({"loss": np.bool_(1)}, "found True as loss, expected a single number"),
        ({"loss": 1j}, "found 1j as loss, expected a single number"),
        ({"loss": 10**400}, "found 10+ ... 0+ as loss, expected a single number"),
        ({"loss": [1.0]}, r"found \[1.0\] as loss, expected a single number"),
        ({"loss": {"a": 1}}, "found {'a': 1} as loss, expected a single number"),
        ({"loss": np.zeros((3, 2))}, r"found an array of shape \(3, 2\) as loss, expected .*"),
        ({"loss": np.zeros(0)}, r"found an array of shape \(0,\) as loss, expected .*"),
    ],
)
def test_all_else_is_told_in_a_line(metrics, message):
    with pytest.raises(ValueError) as error:
        numbers_of(metrics)
    assert re.fullmatch(message, str(error.value)), str(error.value)
