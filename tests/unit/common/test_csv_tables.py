import pandas as pd

from hpo.common.csv_tables import read_csv, write_csv


def test_a_category_that_pandas_would_take_for_nothing_is_read_back(tmp_path):
    table = pd.DataFrame({"activation": ["None", "NA", "relu"], "accuracy": [0.1 + 0.2, None, 1.0]})
    write_csv(table, tmp_path / "table.csv")
    assert read_csv(tmp_path / "table.csv").equals(table)
