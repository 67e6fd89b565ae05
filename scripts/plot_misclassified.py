"""Draw the test images that the best model gets wrong most confidently."""

from hpo.common.logs import log_to
from hpo.figures.shared.style import save_figure
from hpo.figures.test_set.misclassified import draw_misclassified, misclassified_info
from hpo.figures.test_set.predicted_test_set import load_test_set

if __name__ == "__main__":
    log_to(snakemake.log[0])
    test_set = load_test_set(snakemake.input.data, snakemake.input.predictions)
    info = misclassified_info(test_set)
    figure = draw_misclassified(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
