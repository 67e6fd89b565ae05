"""Tabulate the best value of each study after some trials and at its end, and its time."""

from sametrials.common.csv_tables import write_csv
from sametrials.common.files import read_json
from sametrials.common.logs import log_to
from sametrials.results.comparison import comparison_table, read_studies
from sametrials.study.objective import Objective

if __name__ == "__main__":
    log_to(snakemake.log[0])
    objective = snakemake.params.objective
    tables = snakemake.input.trials, snakemake.input.timings
    order = list(snakemake.config["studies"])
    studies = read_studies(snakemake.params.studies, *tables, objective, order)
    metric = Objective(**objective).test_metric
    measured = {
        study["name"]: read_json(path).get(metric)
        for study, path in zip(  # of which there are none if nothing is evaluated
            snakemake.params.studies, snakemake.input.evaluations, strict=False
        )
    }
    write_csv(comparison_table(studies, measured), snakemake.output[0])
