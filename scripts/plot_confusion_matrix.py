"""Draw which classes the best model takes for which."""

from hpo.common.files import read_json
from hpo.common.logs import log_to
from hpo.figures.shared.style import save_figure
from hpo.figures.test_set.confusion_matrix import confusion_matrix_info, draw_confusion_matrix

if __name__ == "__main__":
    log_to(snakemake.log[0])
    evaluation = read_json(snakemake.input.evaluation)
    info = confusion_matrix_info(evaluation)
    figure = draw_confusion_matrix(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
