"""Fetch the files of the data set and split them as our workflow does, outside any measurement."""

from pathlib import Path

from sametrials.common.logs import log_to
from sametrials.data.download import download, link_or_copy
from sametrials.data.sources import sources_of
from sametrials.data.split import split_dataset

if __name__ == "__main__":
    terminal = log_to(snakemake.log[0])
    kept = Path(snakemake.params.kept)
    download(sources_of(snakemake.params.dataset), kept, progress=terminal)
    for output in snakemake.output.files:
        link_or_copy(kept / Path(output).name, Path(output))
    split_dataset(
        *snakemake.output.files, output=snakemake.output.arrays, **snakemake.params.images
    )
