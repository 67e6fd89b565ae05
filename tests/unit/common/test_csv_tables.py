import csv

import numpy as np
import pandas as pd
import pytest

from sametrials.common.csv_tables import read_csv, write_csv


def test_a_category_that_pandas_would_take_for_nothing_is_read_back(tmp_path):
    table = pd.DataFrame({"activation": ["None", "NA", "relu"], "accuracy": [0.1 + 0.2, None, 1.0]})
    write_csv(table, tmp_path / "table.csv")
    assert read_csv(tmp_path / "table.csv").equals(table)


FORMULAS = ["=1+1", "+x", "-x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "''x", "-", "-1_0"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_and_each_is_read_back(tmp_path, text):
    table = pd.DataFrame({"a": [text, "relu", None], text: [1.5, None, -1.5], "b": [-1, 2, -3]})
    write_csv(table, tmp_path / "table.csv")
    with (tmp_path / "table.csv").open(newline="") as file:
        (_, head, _), (written, *_), *others = csv.reader(file)
    assert head == written == f"'{text}"
    assert others == [["relu", "", "2"], ["", "-1.5", "-3"]]
    assert read_csv(tmp_path / "table.csv").equals(table)


@pytest.mark.parametrize("text", ["relu", "a=1", "1-2", "None", "x'y", "ü"])
def test_other_texts_are_written_as_they_are(tmp_path, text):
    write_csv(pd.DataFrame({text: [text]}), tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text() == f"{text}\n{text}\n"


def test_numbers_are_written_as_they_are(tmp_path):
    table = pd.DataFrame({"a": [-0.1, np.nan], "b": ["-1e-05", "+1"], "c": [True, False]})
    write_csv(table, tmp_path / "table.csv")
    assert (tmp_path / "table.csv").read_text() == "a,b,c\n-0.1,-1e-05,True\n,+1,False\n"


def test_a_carriage_return_ends_no_row(tmp_path):
    table = pd.DataFrame({"a": ["x\ry", "z"], "b": [0.1 + 0.2, None]})
    write_csv(table, tmp_path / "table.csv")
    assert read_csv(tmp_path / "table.csv").equals(table)
