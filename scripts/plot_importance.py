"""Draw how much each hyper-parameter matters, with an interval."""

from hpo.common.logs import log_to
from hpo.figures.shared.search_result import load_result
from hpo.figures.shared.style import save_figure
from hpo.figures.study.importance import draw_importance, importance_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    result = load_result(snakemake.input.result)
    info = importance_info(result, snakemake.params.seed)
    figure = draw_importance(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
