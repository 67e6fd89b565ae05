"""Draw how the accuracy depends on two dimensions, by a surrogate of all trials."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.objective_2d import draw_objective_2d, objective_2d_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = objective_2d_info(result, snakemake.wildcards.first, snakemake.wildcards.second)
    figure = draw_objective_2d(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
