import numpy as np
import pandas as pd
import pytest
from drawn import assert_legible, assert_same_bytes, words

from sametrials.figures.test_set.permutation_importance import (
    NOTHING,
    draw_permutation_importance,
    permutation_importance_info,
)


def table(importance, measure="r2", names=None):
    importance = np.array(importance, dtype=float)
    names = names or [f"column {place}" for place in range(len(importance))]
    ends = {"low": importance - 0.01, "high": importance + 0.02}
    return pd.DataFrame({"column": names, "measure": measure, "importance": importance, **ends})


def drawn(found, width=6.3):
    return draw_permutation_importance(permutation_importance_info(found), width)


def test_the_most_important_column_comes_first_and_of_equal_ones_the_first():
    info = permutation_importance_info(table([0.1, 0.3, -0.01, 0.1]))
    assert info.names == ["column 1", "column 0", "column 3", "column 2"]
    assert info.importance.tolist() == [0.3, 0.1, 0.1, -0.01]
    assert info.low[0] == pytest.approx(0.29)


def test_of_many_columns_twenty_are_shown_and_the_others_counted():
    figure = drawn(table(np.arange(33)))
    assert_legible(figure)
    said = " ".join(words(figure))
    assert "column 32" in said and "column 12" not in said
    assert "Not shown: 13 columns of less importance." in said


@pytest.mark.parametrize("width", [3.3, 6.3, 12])
@pytest.mark.parametrize(
    "found",
    [
        table([0.2]),
        table([0.0, 0.0]),
        table([1e-6, 2e-6]),
        table([5000.0, -3.0], names=["a rather long name of a column of the table", "x"]),
        table([0.2, 0.03, 0.004], "accuracy"),
    ],
    ids=["one", "none matters", "tiny", "huge", "accuracy"],
)
def test_all_texts_are_legible(found, width):
    assert_legible(drawn(found, width))


def test_what_falls_is_said():
    assert "fall of the test R² when shuffled" in words(drawn(table([0.2])))
    found = words(drawn(table([0.2], "accuracy")))
    assert "fall of the test accuracy when shuffled" in found
    assert "10 %" in found


def test_without_variance_in_the_test_part_it_says_so():
    assert words(drawn(table([np.nan, np.nan]))) == [NOTHING]


def test_same_input_same_bytes(tmp_path):
    assert_same_bytes(lambda: drawn(table([0.1, 0.3])), tmp_path)
