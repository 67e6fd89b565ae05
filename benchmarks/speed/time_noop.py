"""Time a run of our workflow that has nothing to do, and one that draws all figures anew."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import yaml

from measuring import THREAD_LIMITS, keep_to_cores
from sametrials.common.csv_tables import write_csv
from sametrials.common.logs import log_to
from workflow_copy import REPOSITORY, copy_workflow, run_workflow, write_config

NOTHING = "Nothing to be done"

ONE_STEP = """
rule:
    output:
        "done",
    params:
        1,
    script:
        "touch.py"
"""
"""The smallest workflow that uses the same features of Snakemake: a script and a parameter."""


def seconds_of(function: Callable[[], str], expected: str) -> float:
    """Time a run of Snakemake.

    Raises
    ------
    ValueError
        Its output was not the expected one.
    """
    start = time.perf_counter()
    said = function()
    seconds = time.perf_counter() - start
    if expected not in said:
        raise ValueError(f"found {said!r}, expected {expected!r}")
    return seconds


def run_empty(folder: Path) -> str:
    """Run `snakemake -n` of an empty Snakefile."""
    command = [sys.executable, "-m", "snakemake", "-n"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout + done.stderr


def make_one_step(folder: Path) -> None:
    """Make the workflow of one step, and run it."""
    folder.mkdir()
    (folder / "Snakefile").write_text(ONE_STEP)
    (folder / "touch.py").write_text("open(snakemake.output[0], 'w').close()")
    run_workflow(folder, 1)


def time_runs(
    project: Path, empty: Path, one_step: Path, noop: Mapping[str, Any], config: dict
) -> list[dict]:
    """Time the three by turns; then one run for each width of the figures."""
    cores, rows = noop["cores"], []
    for repeat in range(noop["repeats"]):
        rows += [
            {
                "what": "snakemake -n, empty Snakefile",
                "repeat": repeat,
                "seconds": seconds_of(lambda: run_empty(empty), ""),
            },
            {
                "what": "one rule with a script and a parameter, nothing to do",
                "repeat": repeat,
                "seconds": seconds_of(lambda: run_workflow(one_step, cores), NOTHING),
            },
            {
                "what": "our workflow, nothing to do",
                "repeat": repeat,
                "seconds": seconds_of(lambda: run_workflow(project, cores), NOTHING),
            },
        ]
    for repeat, width in enumerate(noop["widths"]):
        config["figures"]["width"] = width
        write_config(project, config)
        seconds = seconds_of(lambda: run_workflow(project, cores), "plot_convergence")
        rows.append({"what": "our workflow, all figures", "repeat": repeat, "seconds": seconds})
    return rows


def summarise(rows: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """Take medians and ranges, and the ratio of each median to that of the first."""
    groups = pd.DataFrame(rows).groupby("what", sort=False)["seconds"]
    table = groups.agg(["count", "median", "min", "max"])
    return table.assign(ratio=table["median"] / table["median"].iloc[0]).reset_index()


if __name__ == "__main__":
    log_to(snakemake.log[0])
    noop = snakemake.params.noop
    keep_to_cores(noop["cores"])
    for name in THREAD_LIMITS:
        os.environ.pop(name, None)
    config = yaml.safe_load((REPOSITORY / "config" / "demo.yaml").read_text())
    images = Path(snakemake.input[0]).parent
    with TemporaryDirectory(prefix="benchmark_speed_") as temporary:
        project, empty, one_step = (Path(temporary) / name for name in ("project", "empty", "one"))
        copy_workflow(project, config, images)
        empty.mkdir()
        (empty / "Snakefile").touch()
        make_one_step(one_step)
        run_workflow(project, noop["cores"])
        rows = time_runs(project, empty, one_step, noop, config)
    write_csv(pd.DataFrame(rows).round(3), snakemake.output.times)
    write_csv(summarise(rows).round(3), snakemake.output.summary)
