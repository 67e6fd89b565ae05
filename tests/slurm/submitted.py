"""Projects whose jobs go to Slurm."""

import os
from pathlib import Path

from project import REPOSITORY, Project

PROGRAMS = REPOSITORY / ".venv" / "cluster" / "bin"


def submitted(folder: Path) -> Project:
    """A project that runs under profiles/slurm."""
    project = Project(folder, REPOSITORY / "tests" / "data")
    project.snakemake = [str(PROGRAMS / "python"), "-m", "snakemake", "--profile", "profiles/slurm"]
    # Nothing waits here for a file system or a full queue.
    project.snakemake += ["--slurm-init-seconds-before-status-checks", "2", "--latency-wait", "5"]
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    project.environment = {**project.environment, "PATH": path}
    return project
