"""Draw how the accuracy depends on two dimensions, by a surrogate of all trials."""

from hpo.figures.objective_2d import draw_objective_2d, objective_2d_info
from hpo.figures.search_result import load_result
from hpo.figures.style import save_figure
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = objective_2d_info(result, snakemake.wildcards.first, snakemake.wildcards.second)
    figure = draw_objective_2d(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
