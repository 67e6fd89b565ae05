"""Fetch the files of a data set from the first source that has the right ones."""

from pathlib import Path

from sametrials.common.logs import log_to
from sametrials.data.download import download, link_or_copy
from sametrials.data.sources import kept_dataset, sources_of

if __name__ == "__main__":
    terminal = log_to(snakemake.log[0])
    raw = Path(snakemake.output[0]).parent  # .../data/raw/<dataset>
    kept = raw.parents[1] / "downloads" / raw.name
    # Neither a param nor in snakemake.config, on purpose: see the rule.
    download(sources_of(kept_dataset(snakemake.config["kept_as"])), kept, progress=terminal)
    for output in snakemake.output:
        link_or_copy(kept / Path(output).name, Path(output))
