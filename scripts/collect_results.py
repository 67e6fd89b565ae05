"""Collect the trials of a study: tables, scikit-optimize's result, the best trial."""

from pathlib import Path

from sametrials.common.logs import log_to
from sametrials.results.collect import collect
from sametrials.study.settings import study_of
from sametrials.trials.manifest import read_manifest

if __name__ == "__main__":
    log_to(snakemake.log[0])
    space = snakemake.params.search_space
    shown_space = {name: space[name] for name in snakemake.config["search_space"]}
    collect(
        study_of({**snakemake.params, "search_space": shown_space}),
        read_manifest(snakemake.input.search),
        Path(snakemake.input.search).parent,
        **dict(snakemake.output.items()),
    )
