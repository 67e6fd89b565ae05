"""Tabulate the parts of our workflow's time: before the search, in it and after it."""

import pandas as pd

from sametrials.common.csv_tables import write_csv
from sametrials.common.files import read_json
from sametrials.common.logs import log_to
from summary import search_row

if __name__ == "__main__":
    log_to(snakemake.log[0])
    runs = [read_json(path) for path in snakemake.input]
    table = pd.DataFrame(
        {"method": run["method"], "seed": run["seed"]} | search_row(run) for run in runs
    )
    write_csv(table.round(3), snakemake.output[0])
