"""Draw the first test images with what the best model predicts."""

from hpo.common.logs import log_to
from hpo.figures.shared.style import save_figure
from hpo.figures.test_set.predicted_test_set import load_test_set
from hpo.figures.test_set.predictions import draw_predictions, predictions_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    test_set = load_test_set(snakemake.input.data, snakemake.input.predictions)
    info = predictions_info(test_set)
    figure = draw_predictions(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
