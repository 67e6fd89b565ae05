"""Draw where the search has looked, over all pairs of dimensions."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.evaluations import draw_evaluations, evaluations_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = evaluations_info(result)
    figure = draw_evaluations(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
