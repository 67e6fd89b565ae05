"""Write a study in the forms of Optuna and MLflow."""

from hpo.exports.mlflow_runs import export_mlflow
from hpo.exports.optuna_study import export_optuna
from hpo.files import read_json
from hpo.logs import log_to
from hpo.records import TrialFiles
from hpo.results import read_records

if __name__ == "__main__":
    log_to(snakemake.log[0])
    study = snakemake.wildcards.study
    records = read_records(TrialFiles(f"results/{study}"), read_json(snakemake.input.search))
    export_optuna(study, snakemake.params.search_space, records, snakemake.output.optuna)
    export_mlflow(study, records, snakemake.output.mlflow)
