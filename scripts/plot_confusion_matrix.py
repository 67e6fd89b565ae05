"""Draw which classes the best model takes for which."""

from hpo.figures.confusion_matrix import confusion_matrix_info, draw_confusion_matrix
from hpo.figures.style import save_figure
from hpo.files import read_json
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    evaluation = read_json(snakemake.input.evaluation)
    info = confusion_matrix_info(evaluation)
    figure = draw_confusion_matrix(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
