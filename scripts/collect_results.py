"""Put the trials of a study together: tables, scikit-optimize's result, the best trial."""

from hpo.common.files import read_json
from hpo.common.logs import log_to
from hpo.config.make_study import make_study
from hpo.results.collect import collect

if __name__ == "__main__":
    log_to(snakemake.log[0])
    collect(
        make_study(
            snakemake.params.search_space,
            snakemake.params.study,
            snakemake.params.default_parameters,
        ),
        read_json(snakemake.input.search),
        folder=f"results/{snakemake.wildcards.study}",
        **dict(snakemake.output.items()),
    )
