"""Run the trials of a study that have no record yet."""

from pathlib import Path

if __name__ == "__main__":
    from sametrials.common.environment import fix_environment

    fix_environment(
        instructions=snakemake.params.instructions
    )  # before NumPy is imported, here and in the workers

    # A worker process would import this file, which from a Git address has an address for a path.
    del __file__

    from sametrials.common.logs import log_to
    from sametrials.common.processor import advice_on_precision
    from sametrials.config.own_environment import with_interpreter
    from sametrials.search.in_process import run_search
    from sametrials.search.setup import open_setup
    from sametrials.trials.manifest import write_manifest

    terminal = log_to(snakemake.log[0])
    advice = advice_on_precision(snakemake.params.training.get("precision"))
    if advice is not None and snakemake.params.instructions == "native":
        print(f"{snakemake.wildcards.study}: {advice}", file=terminal)
    params = with_interpreter(snakemake.params, snakemake.input.environment)
    finished = run_search(
        open_setup(
            snakemake.input.data or None,
            params,
            snakemake.input.folds,
            mixes_processors=snakemake.config["mix_processors"],
        ),
        folder=Path(snakemake.output[0]).parent,
        workers=snakemake.threads,
        terminal=terminal,
        retry_failed=snakemake.config["retry_failed"],
    )
    write_manifest(snakemake.output[0], *finished)
