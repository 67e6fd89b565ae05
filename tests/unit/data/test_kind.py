"""What a data set is for: the rules and the step that makes the arrays are of one opinion."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from prepared import prepared

from sametrials.common.errors import ConfigError
from sametrials.data.kind import MISSING, kind_of, kind_with_reason
from sametrials.data.npz_head import read_target

SCRIPTS = Path(__file__).parents[3] / "scripts"

# The target as it stands in the table, what it is taken for, and why.
TARGETS = [
    (["a", "b"], "classification", "holds text"),
    (["1", "2", "x"], "classification", "holds text"),
    (["True", "False"], "classification", "holds text"),
    (["yes, please", 'no "thanks"', "two\nlines"], "classification", "holds text"),
    (["0", "1"], "classification", "holds 2 different integers"),
    ([str(i) for i in range(20)], "classification", "holds 20 different integers"),
    ([str(i) for i in range(21)], "regression", "holds 21 different integers"),
    (["01", "1", "+1", "2"], "classification", "holds 2 different integers"),
    (["1.0", "2.0"], "regression", "holds fractions"),
    (["1", "2.5"], "regression", "holds fractions"),
    (["1e3", "-2E-1", ".5"], "regression", "holds fractions"),
]


@pytest.mark.parametrize(("values", "task", "reason"), TARGETS)
def test_the_target_of_a_table_tells(tmp_path, monkeypatch, values, task, reason):
    monkeypatch.chdir(tmp_path)
    y = np.resize(values, 120)
    pd.DataFrame({"x": np.arange(120), "y": y}).to_csv("a.csv", index=False)
    section = {"format": "table", "path": "a.csv", "target": "y"}
    kind = kind_with_reason(section)
    assert kind.task == task
    assert reason in kind.reason
    found = prepared(tmp_path / "data.npz", **section)
    assert found.arrays.is_classification == (task == "classification")
    assert found.dataset["task"] == task


@pytest.mark.parametrize(
    ("kind", "values", "task"),
    [
        ("u1", [0, 1, 2], "classification"),
        ("<i8", range(20), "classification"),
        (">i4", range(20), "classification"),
        ("<i2", range(-10, 11), "regression"),
        (">u4", range(21), "regression"),
        ("f4", [0, 1], "regression"),
        (">f8", [0.5, 1], "regression"),
        ("U3", ["a", "b"], "classification"),
        ("S3", ["a", "b"], "classification"),
        ("?", [True, False], "classification"),
    ],
)
@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_the_targets_in_an_npz_file_tell(tmp_path, monkeypatch, kind, values, task, save):
    monkeypatch.chdir(tmp_path)
    y = np.resize(np.array(list(values)).astype(kind), 120)
    save("a.npz", x=np.random.RandomState(0).rand(120, 3), y=y)
    section = {"format": "npz", "path": "a.npz"}
    assert kind_of(section) == task
    assert prepared(tmp_path / "data.npz", **section).arrays.is_classification == (
        task == "classification"
    )


@pytest.mark.parametrize("kind", ["i1", "u1", "<i2", ">i2", "<u4", ">i4", "<i8", ">u8"])
def test_integers_are_read_from_the_file_as_numpy_wrote_them(tmp_path, kind):
    values = np.array([1, 100, 7], dtype=kind)
    np.savez(tmp_path / "a.npz", y=values)
    target = read_target(str(tmp_path / "a.npz"), {"y_train": "y"}, first=2)
    assert target == ("y", "integers", 1, (1, 100))


def test_two_columns_of_targets_are_numbers(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    np.savez("a.npz", x=np.zeros((9, 3)), y=np.zeros((9, 2), int))
    assert kind_of({"format": "npz", "path": "a.npz"}) == "regression"
    assert kind_of({"format": "table", "path": "none", "target": ["a", "b"]}) == "regression"


@pytest.mark.parametrize(
    ("section", "task"),
    [
        ({"name": "mnist"}, "classification"),
        ({"name": "mnist", "format": "idx", "task": "regression"}, "regression"),
        ({"format": "images", "path": "nowhere"}, "classification"),
        ({"format": "sklearn", "name": "wine"}, "classification"),
        ({"format": "sklearn", "name": "diabetes"}, "regression"),
        ({"format": "table", "path": "nowhere", "task": "regression"}, "regression"),
    ],
)
def test_other_formats_tell_by_themselves_and_a_given_task_counts(section, task):
    assert kind_of(section) == task


def test_parquet_must_be_given_its_task():
    with pytest.raises(ConfigError, match=r"dataset\.task: found nothing, expected classification"):
        kind_of({"format": "table", "path": "a.parquet", "target": "y"})


def test_values_that_pandas_takes_for_missing_do_not_count(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for text in sorted(MISSING):
        Path("a.csv").write_text(f"x,y\n1,2.5\n2,{text}\n")
        assert pd.read_csv("a.csv", dtype=str)["y"].isna().tolist() == [False, True]
        assert kind_of({"format": "table", "path": "a.csv", "target": "y"}) == "regression"


def test_only_the_first_values_are_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    values = [1, 2] * 5000 + list(range(1000))
    pd.DataFrame({"x": 0, "y": values}).to_csv("a.csv", index=False)
    assert kind_of({"format": "table", "path": "a.csv", "target": "y"}) == "classification"
    np.savez("a.npz", x=np.zeros((len(values), 1)), y=values)
    assert kind_of({"format": "npz", "path": "a.npz"}) == "classification"


def test_the_rules_need_nothing_but_python_to_know_it():
    program = """
import sys
import sametrials.data.kind, sametrials.data.folder, sametrials.config.check_dataset
assert not {"numpy", "pandas", "PIL", "sklearn"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=SCRIPTS)
