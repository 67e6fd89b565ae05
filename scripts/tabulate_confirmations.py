"""Tabulate the trials of a study that were trained again under new seeds."""

from pathlib import Path

from sametrials.common.logs import log_to
from sametrials.results.collect import collect_confirmations
from sametrials.study.objective import Objective
from sametrials.trials.manifest import read_manifest

if __name__ == "__main__":
    log_to(snakemake.log[0])
    space = snakemake.params.search_space
    collect_confirmations(
        Objective(**snakemake.params.objective),
        {name: space[name] for name in snakemake.config["search_space"]},
        read_manifest(snakemake.input.search),
        Path(snakemake.output[0]).parent,
        snakemake.output[0],
    )
