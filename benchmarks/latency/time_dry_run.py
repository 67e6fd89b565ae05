"""Time dry runs of searches whose trials are jobs, and measure the memory that they take."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pandas as pd

from sametrials.common.logs import log_to

REPOSITORY = Path(__file__).resolve().parents[2]
CONFIG = """
dispatch: jobs
studies: {{many: {{optimizer: random, n_calls: {trials}}}}}
"""


def time_dry_run(trials: int) -> dict:
    """Plan a search of so many trials in an empty folder."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "many.yaml")
        config.write_text(CONFIG.format(trials=trials))
        command = [sys.executable, "-m", "snakemake", "--cores", "1", "--dry-run", "--quiet"]
        command += ["--snakefile", REPOSITORY / "Snakefile", "--directory", folder]
        command += [
            "--configfile",
            REPOSITORY / "config.yaml",
            config,
            "--",
            "results/many/trials.csv",
        ]
        start = time.monotonic()
        process = subprocess.Popen(  # noqa: S603 - our own
            command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        said = process.stderr.read()
        _, status, used = os.wait4(process.pid, 0)
        if status:
            raise subprocess.CalledProcessError(status, command, stderr=said)
    return {
        "trials": trials,
        "seconds": time.monotonic() - start,
        "processor_seconds": used.ru_utime + used.ru_stime,
        "peak_memory_mb": used.ru_maxrss / 1024,
    }


if __name__ == "__main__":
    log_to(snakemake.log[0])
    rows = [time_dry_run(trials) for trials in snakemake.params.trials]
    pd.DataFrame(rows).round(2).to_csv(snakemake.output[0], index=False)
