"""Collect the trials of a study: tables, scikit-optimize's result, the best trial."""

from hpo.common.files import read_json
from hpo.common.logs import log_to
from hpo.results.collect import collect
from hpo.study.settings import study_of

if __name__ == "__main__":
    log_to(snakemake.log[0])
    collect(
        study_of(dict(snakemake.params.items())),
        read_json(snakemake.input.search),
        folder=f"results/{snakemake.wildcards.study}",
        **dict(snakemake.output.items()),
    )
