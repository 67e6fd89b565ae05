"""Train a suggested trial."""

if __name__ == "__main__":
    from sametrials.common.environment import fix_environment

    fix_environment()  # before NumPy is imported, here and in the worker

    # Imported here: the worker process imports this file, too, and needs none of these.
    import signal
    import sys

    from sametrials.common.files import write_sealed
    from sametrials.common.logs import log_to
    from sametrials.search.as_jobs import train_trial
    from sametrials.search.setup import open_setup

    signal.signal(signal.SIGTERM, lambda *_: sys.exit("cancelled"))  # not a failed trial
    terminal = log_to(snakemake.log[0])
    study = snakemake.wildcards.study
    finished = train_trial(
        open_setup(
            snakemake.input.data or None, dict(snakemake.params.items()), snakemake.input.folds
        ),
        int(snakemake.wildcards.trial),
        folder=f"results/{study}",
        n_calls=snakemake.config["studies"][study]["n_calls"],
        note=lambda text: print(f"{study}: {text}", file=terminal),
        retry_failed=snakemake.config["retry_failed"],
    )
    write_sealed(snakemake.output[0], finished)
