"""Draw the best accuracy of each strategy by the time since it began."""

from hpo.common.logs import log_to
from hpo.figures.comparison.best_by_time import accuracy_by_time_info, draw_accuracy_by_time
from hpo.figures.shared.style import save_figure
from hpo.results.comparison import read_studies

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    info = accuracy_by_time_info(studies)
    figure = draw_accuracy_by_time(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
