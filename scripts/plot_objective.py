"""Draw how the accuracy depends on each dimension and pair, by a surrogate of all trials."""

from hpo.figures.objective import draw_objective, objective_info
from hpo.figures.search_result import load_result
from hpo.figures.style import save_figure
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = objective_info(result)
    figure = draw_objective(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
