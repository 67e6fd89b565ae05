"""Projects to run the workflow in."""

import copy
import fcntl
import pickle
import shutil

import pytest

from project import REPOSITORY, Project


@pytest.fixture
def project(tmp_path) -> Project:
    """A project in which nothing has been run."""
    return Project(tmp_path / "project", REPOSITORY / "tests" / "data")


@pytest.fixture(scope="session")
def finished_project(tmp_path_factory, worker_id) -> Project:
    """A project whose workflow has been run to the end: to be looked at, not to be changed.

    It is run once for all processes of the tests.
    """
    folder = tmp_path_factory.getbasetemp()
    folder = folder if worker_id == "master" else folder.parent
    made = folder / "finished.pickle"
    with (folder / "finished.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if made.exists():
            return pickle.loads(made.read_bytes())  # noqa: S301 - our own
        project = Project(folder / "finished", REPOSITORY / "tests" / "data")
        project.config["figures"]["formats"] = ["svg", "png"]
        project.said = project.run()
        made.write_bytes(pickle.dumps(project))
        return project


@pytest.fixture
def copied_project(finished_project, tmp_path) -> Project:
    """A copy of the finished project, to do with what one likes."""
    folder = tmp_path / "copy"
    shutil.copytree(finished_project.folder, folder, symlinks=True)
    project = copy.copy(finished_project)
    project.folder = folder
    project.config = copy.deepcopy(finished_project.config)
    return project
