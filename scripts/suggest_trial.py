"""Choose the hyper-parameters of a trial."""

from hpo.dispatch import suggest_trial
from hpo.experiment import open_experiment
from hpo.files import write_json
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    suggestion = suggest_trial(
        open_experiment(snakemake.input.data, dict(snakemake.params.items())),
        int(snakemake.wildcards.trial),
        folder=f"results/{snakemake.wildcards.study}",
        finished=snakemake.input.finished,
        suggested=snakemake.input.suggested,
    )
    write_json(snakemake.output[0], suggestion)
