"""Draw what each strategy misses to the best of all, by the number of trials."""

from hpo.common.logs import log_to
from hpo.figures.comparison.regret import draw_regret, regret_info
from hpo.figures.shared.style import save_figure
from hpo.results.comparison import read_studies

if __name__ == "__main__":
    log_to(snakemake.log[0])
    studies = read_studies(
        snakemake.params.studies, snakemake.input.trials, snakemake.input.timings
    )
    info = regret_info(studies)
    figure = draw_regret(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
