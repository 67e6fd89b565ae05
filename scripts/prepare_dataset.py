"""Make training, validation and test arrays from a data set that is not fetched."""

import sys

if __name__ == "__main__":
    from sametrials.common.environment import fix_environment

    fix_environment(instructions=snakemake.params.instructions)  # before NumPy is imported

    from sametrials.common.logs import log_to
    from sametrials.data.formats.read import read_dataset
    from sametrials.data.parts import Sizes
    from sametrials.data.prepare import prepare

    terminal = log_to(snakemake.log[0])
    settings = snakemake.params.settings
    notes = prepare(
        read_dataset(settings),
        settings["task"],
        Sizes(
            train=settings["train"],
            validation=settings["validation"],
            test=settings["test"],
            split=settings["split"],
            seed=snakemake.params.seed,
        ),
        *snakemake.output,
    )
    for note in notes:
        print(note, file=terminal)
        print(note, file=sys.stderr)  # the log
