"""Split the IDX files of a data set into training, validation and test arrays."""

import sys

from sametrials.common.logs import log_to
from sametrials.data.split import split_dataset

if __name__ == "__main__":
    terminal = log_to(snakemake.log[0])
    notes = split_dataset(
        train_images=snakemake.input.train_images,
        train_labels=snakemake.input.train_labels,
        test_images=snakemake.input.test_images,
        test_labels=snakemake.input.test_labels,
        output=snakemake.output[0],
        train=snakemake.params.train,
        validation=snakemake.params.validation,
        test=snakemake.params.test,
        split=snakemake.params.split,
        seed=snakemake.params.seed,
        task=snakemake.params.task,
        further=snakemake.output[1:],
    )
    for note in notes:
        print(note, file=terminal)
        print(note, file=sys.stderr)  # the log
