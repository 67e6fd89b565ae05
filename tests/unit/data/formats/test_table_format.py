"""Data sets in tables."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sametrials.common.errors import DataError
from sametrials.data.formats.columns import BOOLEANS, CATEGORIES, NUMBERS, fit_columns

COLOURS = ["red", "green", "blue"]


def rows(count=30) -> pd.DataFrame:
    """A table with a column of each kind; `id` tells the rows apart."""
    rng = np.random.RandomState(1)
    return pd.DataFrame(
        {
            "id": np.arange(count),
            "age": rng.randint(20, 80, count),
            "weight": rng.rand(count).round(3) * 50 + 50,
            "smokes": rng.rand(count) < 0.4,
            "colour": np.resize(COLOURS, count),
            "outcome": np.resize(["ill", "well"], count),
        }
    )


def write(table: pd.DataFrame, path="a.csv", **options) -> None:
    table.to_csv(path, index=False, **options)


def plain(**more) -> dict:
    """A section whose arrays hold the numbers of the table as they are."""
    return {
        **{"format": "table", "path": "a.csv", "target": "outcome", "split": "last"},
        **{"scale": False, "leave_out": ["id"]},
    } | more


def test_columns_become_numbers_with_names(prepare):
    table = rows()
    write(table)
    found = prepare(**plain())
    arrays = found.arrays
    assert arrays.origins == ("age", "weight", "smokes", "colour", "colour", "colour")
    assert arrays.columns == (
        *("age", "weight", "smokes"),
        *("colour=blue", "colour=green", "colour=red"),
    )
    first = table[:18]
    assert np.array_equal(arrays.x_train[:, 0], first["age"].astype(np.float32))
    assert np.array_equal(arrays.x_train[:, 1], first["weight"].astype(np.float32))
    assert np.array_equal(arrays.x_train[:, 2], first["smokes"].astype(np.float32))
    for i, colour in enumerate(sorted(COLOURS)):
        assert np.array_equal(arrays.x_train[:, 3 + i], (first["colour"] == colour))
    assert arrays.classes == ("ill", "well")
    assert [arrays.classes[label] for label in arrays.y_train] == first["outcome"].tolist()
    assert [len(arrays.y_validation), len(arrays.y_test)] == [6, 6]
    assert (
        "a.csv: numbers age, weight; categories colour; booleans smokes; target outcome; "
        "left out id"
    ) in found.said
    assert "config: dataset.task: outcome holds text, so it is a classification" in found.said


@pytest.mark.parametrize(
    ("path", "options", "more"),
    [
        ("a.tsv", {"sep": "\t"}, {}),
        ("a.csv.gz", {}, {}),
        ("a.CSV", {}, {}),
        ("a.csv", {"sep": ";"}, {"separator": ";"}),
        ("a.csv", {"encoding": "utf-8-sig"}, {}),
        ("a.csv", {"lineterminator": "\r\n"}, {}),
        ("a.csv", {"quoting": 1}, {}),
    ],
)
def test_however_the_table_is_written_the_arrays_are_the_same(prepare, path, options, more):
    write(rows())
    wanted = prepare(**plain()).arrays
    Path("a.csv").unlink()
    write(rows(), path, **options)
    found = prepare(**plain(path=path, **more)).arrays
    assert found[6:] == wanted[6:]
    assert all(np.array_equal(*pair) for pair in zip(found[:6], wanted[:6], strict=True))


def test_scales_medians_and_categories_are_those_of_the_training_part(prepare):
    table = rows()
    table.loc[20:, "weight"] = 1e6
    table.loc[20:, "colour"] = "violet"
    table["age"] = table["age"].astype(float)
    table.loc[[3, 25], "age"] = np.nan
    write(table)
    arrays = prepare(**plain(missing="impute", scale=True)).arrays
    assert "colour=violet" not in arrays.columns
    assert (arrays.x_test[:, 3:] == 0).all()
    train = table[:18]
    weight = (table["weight"] - train["weight"].mean()) / train["weight"].std(ddof=0)
    assert np.allclose(arrays.x_train[:, 1], weight[:18], atol=1e-6)
    assert np.allclose(arrays.x_test[:, 1], weight[24:])
    age = table["age"].fillna(train["age"].median())
    scaled = (age - age[:18].mean()) / age[:18].std(ddof=0)
    assert np.allclose(arrays.x_train[:, 0], scaled[:18], atol=1e-6)
    assert np.allclose(arrays.x_test[1, 0], scaled[25], atol=1e-6)


def test_missing_texts_and_booleans_become_the_most_frequent_of_the_training_part(prepare):
    table = rows()
    table["colour"] = table["colour"].astype(object)
    table["smokes"] = [True] * 12 + [False] * 18
    table["smokes"] = table["smokes"].astype(object)
    table.loc[:8, "colour"] = "green"
    table.loc[[9, 29], ["colour", "smokes"]] = None
    write(table)
    arrays = prepare(**plain(missing="impute")).arrays
    at = dict(zip(arrays.columns, range(10), strict=False))
    for row in (arrays.x_train[9], arrays.x_test[5]):
        assert row[at["colour=green"]] == 1
        assert row[at["smokes"]] == 1


def test_equally_frequent_values_are_filled_by_the_first_in_order(prepare):
    table = rows()
    table["colour"] = [None, "b", "a"] * 10
    write(table)
    arrays = prepare(**plain(missing="impute")).arrays
    assert arrays.x_train[0, arrays.columns.index("colour=a")] == 1


@pytest.mark.parametrize(
    ("more", "columns"),
    [
        ({"use": ["weight", "age"]}, ("age", "weight")),
        ({"leave_out": ["id", "colour", "smokes"]}, ("age", "weight")),
        ({"use": ["id", "age"], "leave_out": ["id"]}, ("age",)),
        ({"use": ["age", "weight"], "group": "id", "split": "last"}, ("age", "weight")),
    ],
)
def test_columns_to_learn_from_are_chosen(prepare, more, columns):
    write(rows())
    assert prepare(**plain(**({"leave_out": []} | more))).arrays.columns == columns


def test_a_nameless_first_column_is_left_out_and_said(prepare):
    rows().to_csv("a.csv")
    found = prepare(**plain())
    assert found.arrays.columns[0] == "age"
    assert "a.csv: column 1 has no name and is left out; name it to learn from it" in found.said


@pytest.mark.parametrize("split", ["last", "shuffled"])
@pytest.mark.parametrize("seed", range(3))
def test_a_group_is_never_torn_apart(prepare, split, seed):
    table = rows(60)
    table["patient"] = np.random.RandomState(seed).randint(0, 17, 60)
    write(table)
    section = plain(group="patient", leave_out=["colour"], use=["id", "age", "colour"])
    arrays = prepare(seed=seed, **section | {"split": split}).arrays
    assert arrays.columns == ("id", "age")
    seen = [set(table["patient"][x[:, 0].astype(int)]) for x in arrays[0:6:2]]
    assert not (seen[0] & seen[1] or seen[0] & seen[2] or seen[1] & seen[2])
    assert len(seen[0]) + len(seen[1]) + len(seen[2]) == table["patient"].nunique()
    assert 5 <= len(arrays.y_test) <= 19
    assert 5 <= len(arrays.y_validation) <= 19


@pytest.mark.parametrize(
    ("target", "outputs"), [("weight", 1), (["weight"], 1), (["weight", "age"], 2)]
)
def test_numbers_are_predicted_one_or_several(prepare, target, outputs):
    table = rows()
    write(table)
    found = prepare(**plain(target=target))
    arrays = found.arrays
    assert found.dataset["task"] == "regression"
    assert arrays.number_of_outputs == outputs
    names = [target] if isinstance(target, str) else target
    assert arrays.targets == tuple(names)
    wanted = table[names][:18].to_numpy().astype(np.float32)
    assert np.array_equal(arrays.y_train.reshape(18, outputs), wanted)
    assert not set(names) & set(arrays.columns)


def test_a_stratified_regression_has_small_and_large_values_in_each_part(prepare):
    table = rows(100)
    table["weight"] = np.arange(100) / 3
    write(table)
    arrays = prepare(**plain(target="weight", split="stratified")).arrays
    for values in (arrays.y_validation, arrays.y_test):
        counts, _ = np.histogram(values, bins=4, range=(0, 100 / 3))
        assert counts.min() >= 3


def test_the_task_may_be_given(prepare):
    table = rows()
    table["level"] = np.resize([1, 2, 3], 30)
    write(table)
    assert prepare(**plain(target="level")).arrays.classes == ("1", "2", "3")
    numbers = prepare(**plain(target="level", task="regression")).arrays
    assert numbers.y_train[:3].tolist() == [1, 2, 3]
    table["age"] = np.resize(np.arange(100, 125), 300 // 10)
    table = pd.concat([table] * 9)
    write(table)
    ages = tuple(str(age) for age in range(100, 125))
    assert prepare(**plain(target="age", task="classification")).arrays.classes == ages


def test_a_column_of_one_value_is_said(prepare):
    table = rows()
    table["smokes"] = False
    write(table)
    said = prepare(**plain()).said
    assert (
        "dataset: found one value in the whole training part of smokes: nothing to learn from"
        in (said)
    )


def test_equal_tables_make_equal_bytes(prepare, tmp_path):
    write(rows())
    prepare(**plain(split="stratified"))
    first = (tmp_path / "out" / "data.npz").read_bytes()
    with gzip.open("a.csv.gz", "wt") as file:
        file.write(Path("a.csv").read_text())
    prepare(**plain(split="stratified", path="a.csv.gz"))
    assert (tmp_path / "out" / "data.npz").read_bytes() == first


def test_parquet_without_pyarrow_names_it(prepare):
    try:
        import pyarrow  # noqa: F401 - whether it is there
    except ImportError:
        Path("a.parquet").write_bytes(b"PAR1")
        with pytest.raises(DataError, match="needs the package pyarrow, which is not installed"):
            prepare(**plain(path="a.parquet", task="classification"))
    else:
        write(rows())
        wanted = prepare(**plain()).arrays
        rows().to_parquet("a.parquet")
        found = prepare(**plain(path="a.parquet", task="classification")).arrays
        assert found[6:] == wanted[6:]
        assert all(np.array_equal(*pair) for pair in zip(found[:6], wanted[:6], strict=True))


def test_an_encoding_knows_which_column_of_the_table_each_was_made_from():
    table = rows()
    encoding = fit_columns({"age": NUMBERS, "colour": CATEGORIES}, scale=False)(table)
    assert encoding.columns == ("age", "colour=blue", "colour=green", "colour=red")
    assert encoding.origins == ("age", "colour", "colour", "colour")
    assert fit_columns({"age": NUMBERS, "smokes": BOOLEANS}, scale=False)(table).origins == ()
