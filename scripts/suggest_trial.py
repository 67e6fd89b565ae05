"""Choose the hyper-parameters of a trial."""

from sametrials.common.files import write_sealed
from sametrials.common.logs import log_to
from sametrials.search.as_jobs import suggest_trial
from sametrials.search.setup import open_setup

if __name__ == "__main__":
    log_to(snakemake.log[0])
    suggestion = suggest_trial(
        open_setup(
            snakemake.input.data or None, dict(snakemake.params.items()), snakemake.input.folds
        ),
        int(snakemake.wildcards.trial),
        folder=f"results/{snakemake.wildcards.study}",
    )
    write_sealed(snakemake.output[0], suggestion)
