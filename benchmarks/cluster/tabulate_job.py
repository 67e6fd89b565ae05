"""Tabulate the parts of a trial's cost beside its training, where one job follows another."""

import pandas as pd

from sametrials.common.logs import log_to


def parts_of_a_job(times: pd.DataFrame) -> pd.DataFrame:
    """Compute the median and the range of each part, in seconds, from the times of the trials.

    They are: from the suggestion to the training, from its end until Snakemake has noticed that the
    job is finished, and from then to the next suggestion.
    """
    parts = {
        "submit_and_start": times["start"] - times["suggested"],
        "end_and_notice": times["finished"] - times["end"],
        "suggest": times["suggested"].shift(-1) - times["finished"],
        "in_all": times["start"].shift(-1) - times["end"],
    }
    table = pd.DataFrame(parts).iloc[:-1]  # after the last there is no next one
    return table.agg(["median", "min", "max"]).T.rename_axis("part").reset_index()


if __name__ == "__main__":
    log_to(snakemake.log[0])
    table = parts_of_a_job(pd.read_csv(snakemake.input[0]))
    table.round(2).to_csv(snakemake.output[0], index=False)
