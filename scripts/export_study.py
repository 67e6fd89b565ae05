"""Export a study to Optuna and MLflow."""

from pathlib import Path

from sametrials.common.logs import log_to
from sametrials.exports.mlflow_runs import export_mlflow
from sametrials.exports.optuna_study import export_optuna
from sametrials.study.objective import Objective
from sametrials.trials.manifest import read_manifest, read_records
from sametrials.trials.trial_files import TrialFiles

if __name__ == "__main__":
    log_to(snakemake.log[0])
    study, params = snakemake.wildcards.study, snakemake.params
    search = Path(snakemake.input.search)
    records = read_records(TrialFiles(search.parent), read_manifest(search))
    objective = Objective(**params.objective)
    export_optuna(study, params.search_space, objective, records, snakemake.output.optuna)
    export_mlflow(study, records, snakemake.output.mlflow)
