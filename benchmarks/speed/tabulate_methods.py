"""Take medians and ranges of all measures over the seeds, and ratios to the baseline."""

from markdown_tables import methods_markdown
from sametrials.common.csv_tables import write_csv
from sametrials.common.files import atomic_path, read_json
from sametrials.common.logs import log_to
from summary import methods_table, runs_table

if __name__ == "__main__":
    log_to(snakemake.log[0])
    runs = runs_table(
        [read_json(path) for path in snakemake.input],
        snakemake.params.accuracies,
        snakemake.params.baseline,
    )
    methods = methods_table(runs)
    write_csv(runs.round(4), snakemake.output.runs)
    write_csv(methods.round(4), snakemake.output.summary)
    with atomic_path(snakemake.output.markdown) as temporary:
        temporary.write_text(methods_markdown(methods))
