"""Draw how the accuracy depends on each dimension and pair, by a surrogate of all trials."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.objective import draw_objective, objective_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = objective_info(result)
    figure = draw_objective(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
