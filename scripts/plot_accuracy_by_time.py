"""Draw the best accuracy of each strategy by the time since it began."""

from hpo.comparison import read_studies
from hpo.figures.accuracy_by_time import accuracy_by_time_info, draw_accuracy_by_time
from hpo.figures.style import save_figure
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    info = accuracy_by_time_info(studies)
    figure = draw_accuracy_by_time(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
