"""Projects to run the workflow in."""

import copy
import shutil

import pytest

from project import REPOSITORY, Project


@pytest.fixture
def project(tmp_path) -> Project:
    """A project in which nothing has been run."""
    return Project(tmp_path / "project", REPOSITORY / "tests" / "data")


@pytest.fixture(scope="session")
def finished_project(tmp_path_factory) -> Project:
    """A project whose workflow has been run to the end: to be looked at, not to be changed."""
    project = Project(tmp_path_factory.mktemp("finished"), REPOSITORY / "tests" / "data")
    project.said = project.run()
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
