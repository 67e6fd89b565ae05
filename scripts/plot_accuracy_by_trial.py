"""Draw the best accuracy of each strategy by the number of trials."""

from hpo.comparison import read_studies
from hpo.figures.accuracy_by_trial import accuracy_by_trial_info, draw_accuracy_by_trial
from hpo.figures.style import save_figure
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    info = accuracy_by_trial_info(studies)
    figure = draw_accuracy_by_trial(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
