"""Draw the distribution of the accuracies of each strategy."""

from hpo.comparison import read_studies
from hpo.figures.accuracy_distribution import accuracy_distribution_info, draw_accuracy_distribution
from hpo.figures.style import save_figure
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    info = accuracy_distribution_info(studies)
    figure = draw_accuracy_distribution(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
