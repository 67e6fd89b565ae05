"""Write a table for the documentation."""

from markdown_tables import markdown_table
from sametrials.common.csv_tables import read_csv
from sametrials.common.files import atomic_path
from sametrials.common.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    with atomic_path(snakemake.output[0]) as temporary:
        temporary.write_text(markdown_table(read_csv(snakemake.input[0])))
