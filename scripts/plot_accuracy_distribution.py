"""Draw the distribution of the accuracies of each strategy."""

from hpo.common.logs import log_to
from hpo.figures.comparison.distributions import (
    accuracy_distribution_info,
    draw_accuracy_distribution,
)
from hpo.figures.shared.style import save_figure
from hpo.results.comparison import read_studies

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    info = accuracy_distribution_info(studies)
    figure = draw_accuracy_distribution(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
