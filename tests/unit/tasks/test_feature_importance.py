"""How much a model depends on each column of a table."""

import numpy as np
import pytest

from sametrials.data.arrays import Arrays
from sametrials.tasks.feature_importance import REPEATS, feature_importance

COLUMNS = ("age", "colour=blue", "colour=red", "height")
ORIGINS = ("age", "colour", "colour", "height")


def arrays(origins=ORIGINS, targets=None) -> Arrays:
    """Rows of which the colour tells the class."""
    random = np.random.RandomState(0)
    colour = random.randint(0, 2, 200)
    x = np.column_stack([random.rand(200), colour == 0, colour == 1, random.rand(200)])
    x, y = x.astype(np.float32), colour.astype(np.uint8)
    y = y if targets is None else targets(x)
    return Arrays(x, y, x, y, x, y, columns=COLUMNS, origins=origins)


class Model:
    """Tells the class by the colour, and keeps what it was asked."""

    def __init__(self):
        self.asked = []

    def __call__(self, rows):
        self.asked.append(rows)
        return rows[:, 1:3]


def test_the_columns_of_a_category_are_shuffled_together_and_are_one_row():
    model, given = Model(), arrays()
    table = feature_importance(model, given, seed=1)
    assert table["column"].tolist() == ["age", "colour", "height"]
    assert set(table["measure"]) == {"accuracy"}
    age, colour, height = table["importance"]
    assert age == height == 0
    assert colour == pytest.approx(0.5, abs=0.05)
    usual, *shuffled = model.asked
    assert len(usual) == 200
    for rows, places in zip(shuffled, ([0], [1, 2], [3]), strict=True):
        assert len(rows) == REPEATS * 200
        assert (rows[:, 1] + rows[:, 2] == 1).all()  # each has one colour
        changed = (rows.reshape(REPEATS, 200, 4) != usual).any(axis=(0, 1))
        assert np.flatnonzero(changed).tolist() == places
        assert np.array_equal(
            np.sort(rows[:200, places], axis=0), np.sort(usual[:, places], axis=0)
        )


def test_without_origins_each_column_is_one_of_the_table():
    table = feature_importance(Model(), arrays(origins=()), seed=1)
    assert table["column"].tolist() == list(COLUMNS)
    first = feature_importance(Model(), arrays(), seed=1).iloc[0]
    assert table.iloc[0].equals(first)


def test_of_a_regression_the_fall_of_r_squared_is_measured():
    given = arrays(targets=lambda x: (3 * x[:, 0]).astype(np.float32))
    table = feature_importance(lambda rows: 3 * rows[:, :1], given, seed=1)
    assert set(table["measure"]) == {"r2"}
    age, *others = table["importance"]
    assert age > 1
    assert others == [0, 0]
    assert (table["low"] <= table["importance"]).all()
    assert (table["importance"] <= table["high"]).all()


def test_examples_that_are_no_rows_of_a_table_have_none():
    assert feature_importance(Model(), arrays(())._replace(columns=()), seed=1) is None
