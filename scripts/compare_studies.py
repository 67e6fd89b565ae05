"""Tabulate what each study found after how many trials, and in which time."""

from hpo.common.csv_tables import write_csv
from hpo.common.files import read_json
from hpo.common.logs import log_to
from hpo.results.comparison import comparison_table, read_studies

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    test_accuracies = {
        study.name: read_json(path)["accuracy"]
        for study, path in zip(studies, snakemake.input.evaluations, strict=True)
    }
    write_csv(comparison_table(studies, test_accuracies), snakemake.output[0])
