"""A real Slurm on this machine, and projects whose trials are its jobs."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from emulated import Slurm
from project import Project
from submitted import submitted


@pytest.fixture(scope="session")
def slurm() -> Iterator[Slurm]:
    """Three nodes of two processors; gone after the tests."""
    with tempfile.TemporaryDirectory(prefix="test_slurm_") as folder:
        slurm = Slurm(Path(folder) / "slurm")
        try:
            slurm.start()
            yield slurm
        finally:
            slurm.stop()


@pytest.fixture
def slurm_project(slurm, tmp_path) -> Project:
    """A project whose snakemake hands its jobs to Slurm."""
    return submitted(tmp_path / "project")
