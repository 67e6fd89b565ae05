"""Draw the best accuracy of each strategy by the number of trials."""

from hpo.common.logs import log_to
from hpo.figures.comparison.best_by_trial import accuracy_by_trial_info, draw_accuracy_by_trial
from hpo.figures.shared.style import save_figure
from hpo.results.comparison import read_studies

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    info = accuracy_by_trial_info(studies)
    figure = draw_accuracy_by_trial(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
