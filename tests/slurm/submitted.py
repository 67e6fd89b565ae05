"""Projects whose jobs go to Slurm."""

import os
from pathlib import Path

from project import REPOSITORY, Project

QUICK = {
    "slurm": ["--slurm-init-seconds-before-status-checks", "2"],
    "cluster-generic": ["--seconds-between-status-checks", "1"],
}
PROGRAMS = REPOSITORY / ".venv" / "cluster" / "bin"


def submitted(folder: Path, profile: str = "slurm") -> Project:
    """A project that runs under a profile of this repository."""
    project = Project(folder, REPOSITORY / "tests" / "data")
    profile_of_ours = ["--profile", f"profiles/{profile}"]
    project.snakemake = [str(PROGRAMS / "python"), "-m", "snakemake", *profile_of_ours]
    # Nothing waits here for a file system or a full queue.
    project.snakemake += ["--latency-wait", "5", *QUICK[profile]]
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    project.environment = {**project.environment, "PATH": path}
    return project
