"""Choose the hyper-parameters of a trial."""

from pathlib import Path

if __name__ == "__main__":
    from sametrials.common.environment import fix_environment

    fix_environment(instructions=snakemake.params.instructions)  # before NumPy is imported

    from sametrials.common.files import write_sealed
    from sametrials.common.logs import log_to
    from sametrials.config.own_environment import with_interpreter
    from sametrials.search.as_jobs import suggest_trial
    from sametrials.search.setup import open_setup

    log_to(snakemake.log[0])
    params = with_interpreter(snakemake.params, snakemake.input.environment)
    suggestion = suggest_trial(
        open_setup(snakemake.input.data or None, params, snakemake.input.folds),
        int(snakemake.wildcards.trial),
        folder=Path(snakemake.output[0]).parents[1],
    )
    write_sealed(snakemake.output[0], suggestion)
