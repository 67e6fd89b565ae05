"""Tabulate measured and simulated wall times side by side."""

from pathlib import Path

import pandas as pd

from sametrials.common.logs import log_to
from schedule import windows_of


def measured_row(path: Path) -> dict:
    """Compute the wall time of a study, from its first trial's start to its last one's end."""
    dispatch, slots, window = path.stem.split("-")
    times = pd.read_csv(path)
    wall = times["end"].max() - times["start"].min()
    at_best = (times["end"] - times["start"]).sum() / int(slots)
    return {
        "dispatch": dispatch,
        "slots": int(slots),
        "window": int(window),
        "at_best": at_best,
        "seconds": wall,
        "ratio": wall / at_best,
    }


if __name__ == "__main__":
    log_to(snakemake.log[0])
    measured = pd.DataFrame(measured_row(Path(path)) for path in snakemake.input.measured)
    simulated = pd.read_csv(snakemake.input.simulated)
    table = simulated.merge(measured, how="left", on=["dispatch", "slots", "window"])
    names = [windows_of(row.slots)[row.window] for row in table.itertuples()]
    table.insert(3, "name", names)
    table.round({"at_best": 0, "seconds": 0, "ratio": 3}).to_csv(snakemake.output[0], index=False)
