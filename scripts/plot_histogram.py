"""Draw how often each value of a dimension was tried."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.histogram import draw_histogram, histogram_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = histogram_info(result, snakemake.wildcards.dimension)
    figure = draw_histogram(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
