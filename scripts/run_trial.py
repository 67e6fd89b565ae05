"""Train a suggested trial."""

if __name__ == "__main__":
    from sametrials.common.environment import fix_environment

    fix_environment(
        instructions=snakemake.params.instructions
    )  # before NumPy is imported, here and in the worker

    # The worker process would import this file, which from a Git address has an address for a path.
    del __file__

    import signal
    import sys
    from pathlib import Path

    from sametrials.common.files import write_sealed
    from sametrials.common.logs import log_to
    from sametrials.config.own_environment import with_interpreter
    from sametrials.search.as_jobs import train_trial
    from sametrials.search.setup import open_setup

    signal.signal(signal.SIGTERM, lambda *_: sys.exit("cancelled"))  # not a failed trial
    terminal = log_to(snakemake.log[0])
    study = snakemake.wildcards.study
    params = with_interpreter(snakemake.params, snakemake.input.environment)
    finished = train_trial(
        open_setup(
            snakemake.input.data or None,
            params,
            snakemake.input.folds,
            mixes_processors=snakemake.config["mix_processors"],
        ),
        int(snakemake.wildcards.trial),
        folder=Path(snakemake.output[0]).parents[1],
        n_calls=snakemake.config["studies"][study]["n_calls"],
        note=lambda text: print(f"{study}: {text}", file=terminal),
        retry_failed=snakemake.config["retry_failed"],
    )
    write_sealed(snakemake.output[0], finished)
