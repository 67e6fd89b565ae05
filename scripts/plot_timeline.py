"""Draw what the workers did when."""

from hpo.common.csv_tables import read_csv
from hpo.common.logs import log_to
from hpo.figures.shared.style import save_figure
from hpo.figures.study.timeline import draw_timeline, timeline_info

if __name__ == "__main__":
    log_to(snakemake.log[0])
    trials, timings = read_csv(snakemake.input.trials), read_csv(snakemake.input.timings)
    info = timeline_info(trials, timings)
    figure = draw_timeline(info, snakemake.params.width)
    save_figure(figure, snakemake.output, snakemake.params.dpi)
