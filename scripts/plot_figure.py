"""Draw a figure of the catalogue."""

from sametrials.common.logs import log_to
from sametrials.figures.make_figure import make_figure
from sametrials.figures.shared.style import save_figure

if __name__ == "__main__":
    log_to(snakemake.log[0])
    figure = make_figure(
        snakemake.params.module,
        snakemake.params.reads,
        snakemake.params.options,
        files=snakemake.input,
        settings={
            **snakemake.params,
            **snakemake.wildcards,
            "order": list(snakemake.config["studies"]),
        },
    )
    save_figure(figure, snakemake.output, snakemake.params.dpi)
