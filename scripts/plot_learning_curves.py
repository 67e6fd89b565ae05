"""Draw the accuracy of each trial after every epoch."""

from hpo.common.csv_tables import read_csv
from hpo.common.logs import log_to
from hpo.figures.shared.style import save_figure
from hpo.figures.study.learning_curves import draw_learning_curves, learning_curves_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    trials, curves = read_csv(snakemake.input.trials), read_csv(snakemake.input.curves)
    info = learning_curves_info(trials, curves)
    figure = draw_learning_curves(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
