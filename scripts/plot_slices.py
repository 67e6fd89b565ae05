"""Draw the accuracy of all trials over each dimension by itself."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.slices import draw_slices, slices_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = slices_info(result)
    figure = draw_slices(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
