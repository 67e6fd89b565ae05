"""Run the trials of a study that are not there yet."""

from functools import partial

from hpo.config import validate_image_size
from hpo.datasets import digest_for_training, load_arrays
from hpo.files import write_json
from hpo.fingerprint import code_digests, settings_digest
from hpo.logs import log_to
from hpo.results import manifest
from hpo.search import make_study
from hpo.tuning import keras_trainer, tune

if __name__ == "__main__":
    terminal = log_to(snakemake.log[0])
    data, config = snakemake.input.data, snakemake.params
    training, constants, model = config.training, config.constants, config.model
    arrays = load_arrays(data)
    validate_image_size(dict(config.items()), arrays.image_shape)
    study = make_study(config.search_space, config.study, config.default_parameters)
    code = code_digests(model)
    tuned = tune(
        study,
        settings=settings_digest(study, training, constants, digest_for_training(arrays), code),
        make_trainer=partial(keras_trainer, data, training, constants, model, code),
        folder=f"results/{snakemake.wildcards.study}",
        workers=snakemake.threads,
        terminal=terminal,
        retry_failed=snakemake.config["retry_failed"],
    )
    write_json(snakemake.output[0], manifest(*tuned))
