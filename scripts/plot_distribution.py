"""Draw the distribution of the accuracies of all complete trials."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.distribution import distribution_info, draw_distribution

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = distribution_info(result)
    figure = draw_distribution(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
