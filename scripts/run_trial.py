"""Train a suggested trial."""

import signal
import sys

from hpo.common.files import read_json, write_json
from hpo.common.logs import log_to
from hpo.search.as_jobs import train_trial
from hpo.search.setup import open_experiment

if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("cancelled"))  # which is no trial's failure
    terminal = log_to(snakemake.log[0])
    study = snakemake.wildcards.study
    finished = train_trial(
        open_experiment(snakemake.input.data, dict(snakemake.params.items())),
        read_json(snakemake.input.suggestion),
        folder=f"results/{study}",
        n_calls=snakemake.config["studies"][study]["n_calls"],
        note=lambda text: print(f"{study}: {text}", file=terminal),
        retry_failed=snakemake.config["retry_failed"],
    )
    write_json(snakemake.output[0], finished)
