"""Record where each file of a study comes from."""

from pathlib import Path

from sametrials.common.files import write_json
from sametrials.common.logs import log_to
from sametrials.report.ingredients import ingredients
from sametrials.report.origin import origin
from sametrials.report.ro_crate import Step, ro_crate
from sametrials.trials.record import read_best_trial

if __name__ == "__main__":
    log_to(snakemake.log[0])
    study, folder = snakemake.wildcards.study, Path(snakemake.output[0]).parent
    versions = read_best_trial(snakemake.input.best_trial).versions
    description = ro_crate(
        study,
        folder,
        [Step(*step) for step in snakemake.params.steps],
        ingredients(
            *(snakemake.params.config, snakemake.input.data or None, versions),
            further=snakemake.input.folds,
        ),
        origin(snakemake.scriptdir),
    )
    write_json(snakemake.output[0], description)
