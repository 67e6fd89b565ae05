"""Tabulate what the time of our workflow is spent on, by trials, images and workers."""

from pathlib import Path

import pandas as pd

from sametrials.common.csv_tables import write_csv
from sametrials.common.files import read_json
from sametrials.common.logs import log_to
from summary import search_row

if __name__ == "__main__":
    log_to(snakemake.log[0])
    rows = []
    for path in map(Path, snakemake.input):
        run = read_json(path)
        memory = {"peak_pss_mb": run["peak_pss_mb"]}
        rows.append({"axis": path.parent.name, "value": int(path.stem)} | search_row(run) | memory)
    write_csv(pd.DataFrame(rows).round(3), snakemake.output[0])
