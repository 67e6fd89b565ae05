"""Run the trials of a study that are not there yet."""

from functools import partial

from hpo.datasets import digest_for_training, load_arrays
from hpo.files import write_json
from hpo.fingerprint import settings_digest
from hpo.logs import log_to
from hpo.results import manifest
from hpo.search import make_study
from hpo.tuning import keras_trainer, tune

if __name__ == "__main__":
    terminal = log_to(snakemake.log[0])
    data, training = snakemake.input.data, snakemake.params.training
    study = make_study(
        snakemake.params.search_space,
        snakemake.params.study,
        snakemake.params.default_parameters,
    )
    records = tune(
        study,
        settings=settings_digest(study, training, digest_for_training(load_arrays(data))),
        make_trainer=partial(keras_trainer, data, training),
        folder=f"results/{snakemake.wildcards.study}",
        workers=snakemake.threads,
        terminal=terminal,
        retry_failed=snakemake.config["retry_failed"],
    )
    write_json(snakemake.output[0], manifest(records))
