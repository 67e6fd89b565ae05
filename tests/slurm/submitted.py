"""Projects whose jobs go to Slurm."""

import os
from collections.abc import Sequence
from pathlib import Path

from project import REPOSITORY, Project

QUICK = {
    "slurm": ["--slurm-init-seconds-before-status-checks", "2"],
    "cluster-generic": ["--seconds-between-status-checks", "1"],
}
PROGRAMS = REPOSITORY / ".venv" / "cluster" / "bin"


def submitted(
    folder: Path, profile: str = "slurm", options: Sequence[str] | None = None
) -> Project:
    """A project that runs under a profile of this repository, in a hurry unless told otherwise."""
    project = Project(folder, REPOSITORY / "tests" / "data")
    if options is None:
        options = ["--latency-wait", "5", *QUICK[profile]]
    python = str(PROGRAMS / "python")
    project.snakemake = [python, "-m", "snakemake", "--profile", f"profiles/{profile}", *options]
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    project.environment = {**project.environment, "PATH": path}
    return project
