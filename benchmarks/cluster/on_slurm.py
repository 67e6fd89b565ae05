"""Run this benchmark's workflow while a real Slurm is up, with a node for each study.

    PYTHONPATH=tests/slurm python benchmarks/cluster/on_slurm.py --cores 20 --resources slots=8

As root, where Debian's Slurm is installed (`make benchmark-cluster`). Snakemake gets the arguments.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from emulated import Slurm
from schedule import node_name, windows_of

HERE = Path(__file__).parent

if __name__ == "__main__":
    slots = yaml.safe_load((HERE / "config.yaml").read_text())["slots"]
    nodes = {node_name("measured", w, window): w for w in slots for window in windows_of(w)}
    nodes[node_name("job", 1, 1)] = 1
    snakemake = [sys.executable, "-m", "snakemake", "--snakefile", str(HERE / "Snakefile")]
    with tempfile.TemporaryDirectory(prefix="benchmark_slurm_") as folder:
        slurm = Slurm(Path(folder) / "slurm", nodes)
        try:
            slurm.start()
            ended = subprocess.run(  # noqa: S603, whose arguments are the user's own
                [*snakemake, "--directory", str(HERE), *sys.argv[1:]], check=False
            )
        finally:
            slurm.stop()
    sys.exit(ended.returncode)
