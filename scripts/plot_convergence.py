"""Draw each trial's accuracy and the best so far."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.convergence import convergence_info, draw_convergence

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = convergence_info(result)
    figure = draw_convergence(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
