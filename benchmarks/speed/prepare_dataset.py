"""Fetch the files of the data set and split them as our workflow does, outside any measurement."""

from pathlib import Path

from hpo.datasets import split_dataset
from hpo.download import download, link_or_copy
from hpo.logs import log_to
from hpo.sources import sources_of

if __name__ == "__main__":
    terminal = log_to(snakemake.log[0])
    kept = Path(snakemake.params.kept)
    download(sources_of(snakemake.params.dataset), kept, progress=terminal)
    for output in snakemake.output.files:
        link_or_copy(kept / Path(output).name, Path(output))
    split_dataset(
        *snakemake.output.files, output=snakemake.output.arrays, **snakemake.params.images
    )
