"""Put the trials that were trained again under new seeds into a table."""

from hpo.common.files import read_json
from hpo.common.logs import log_to
from hpo.results.collect import collect_confirmations

if __name__ == "__main__":
    log_to(snakemake.log[0])
    collect_confirmations(
        read_json(snakemake.input.search),
        folder=f"results/{snakemake.wildcards.study}",
        table=snakemake.output[0],
    )
