"""Draw the first test images with what the best model predicts."""

from hpo.figures.predictions import draw_predictions, predictions_info
from hpo.figures.style import save_figure
from hpo.figures.test_set import load_test_set
from hpo.logs import log_to

if __name__ == "__main__":
    log_to(snakemake.log[0])
    test_set = load_test_set(snakemake.input.data, snakemake.input.predictions)
    info = predictions_info(test_set)
    figure = draw_predictions(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
