"""Draw all trials as lines over an axis for each dimension."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.parallel_coordinates import (
    draw_parallel_coordinates,
    parallel_coordinates_info,
)

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = parallel_coordinates_info(result)
    figure = draw_parallel_coordinates(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
