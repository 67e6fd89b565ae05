"""A conda with a channel, and projects whose steps run in its environments."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from installation import Conda, make_channel, served
from project import REPOSITORY, Project

FILES = (
    "results/gp/ro-crate-metadata.json",  # says what made each file of the study
    "results/random/confirmation.csv",
    "results/comparison/comparison.csv",
    "results/comparison/plots/regret.svg",
)
"""Files for which every script has to run, and no figure of another study than the first."""


@pytest.fixture(scope="session")
def conda() -> Iterator[Conda]:
    """A conda that finds its packages on loopback; gone with all it made after the tests."""
    with tempfile.TemporaryDirectory(prefix="test_conda_") as folder:
        channels = Path(folder, "channels")
        with served(channels) as address:
            conda = Conda(Path(folder), address)
            make_channel(conda, channels)
            yield conda


@pytest.fixture(scope="session")
def make_project(conda):
    """Makes a project that runs under this conda."""

    def make(name: str) -> Project:
        project = Project(conda.folder / name, REPOSITORY / "tests" / "data")
        project.snakemake = [str(conda.bin / "snakemake"), "--profile", "profiles/conda"]
        project.environment = conda.environment
        project.search_one_dimension(n_calls=4)
        return project

    return make


@pytest.fixture(scope="session")
def finished_project(conda, make_project) -> Project:
    """A project run to its end in environments made from the YAML files.

    Each Python process in them leaves a note of what it was and what it had imported.
    """
    project = make_project("finished")
    # Two studies, so that they are compared, and one to be confirmed: every script is to run.
    project.configure(
        lambda config: config["studies"].update(
            random={"optimizer": "random", "n_calls": 2, "confirm": 1}
        )
    )
    project.created = project.run("--conda-create-envs-only")
    project.notes = project.folder / "notes"
    project.notes.mkdir()
    project.environment = {**conda.environment, "NOTES": str(project.notes)}
    for library in project.folder.glob(".snakemake/conda/*/lib/python*"):
        packages = library / "site-packages"
        packages.mkdir(exist_ok=True)
        shutil.copy(Path(__file__).parent / "note_modules.py", packages / "sitecustomize.py")
    project.files = FILES
    project.run(*FILES)
    project.run("results/random/jobs/0000.finished.json", "--config", "dispatch=jobs")
    own = project.config
    project.config = own | {
        "dataset": {"name": "wine", "format": "sklearn"},
        "model": "mlp",
        "objective": {},
    }
    project.run("results/data/wine.npz")
    project.config = own
    project.run("-n")  # the configuration is on the disk again
    return project
