"""The workflow in folders whose paths have all that shells and templates stumble over."""

import sys
from pathlib import Path

import pytest

from project import REPOSITORY, Project

SOME = ("plots/convergence.svg", "plots/predictions.svg", "summary.html")
EVIL = 'a b\'s "q" #1 $HOME ü %s & co; *'


@pytest.fixture
def evil_project(tmp_path) -> Project:
    """A project in such a folder, with its Python, the home folder and that for temporary files."""
    folder = tmp_path / EVIL
    folder.mkdir()
    project = Project(folder / "project", REPOSITORY / "tests" / "data")
    (project.folder / ".venv").symlink_to(sys.prefix)
    project.snakemake = [str(project.folder / ".venv/bin/python"), "-m", "snakemake"]
    for variable in ("HOME", "TMPDIR", "XDG_CACHE_HOME"):
        (folder / variable).mkdir()
        project.environment[variable] = str(folder / variable)
    project.configure(lambda config: config["studies"]["gp"].update(n_calls=3))
    return project


def first_trials(project) -> dict[str, dict]:
    """The records of the first three trials, by name."""
    found = project.records()
    return {name: found[name] for name in ("0000.json", "0001.json", "0002.json")}


def test_trials_as_jobs_figures_and_the_report_are_made_there(evil_project, finished_project):
    some = [f"results/gp/{name}" for name in SOME]
    said = evil_project.run(*some, "--config", "dispatch=jobs")
    assert first_trials(evil_project) == first_trials(finished_project)
    assert "ILP" not in said
    report = ("--report", "results/report.html", "--config", "dispatch=jobs")
    evil_project.run(*some, *report)
    assert (evil_project.folder / "results" / "report.html").stat().st_size > 0


def test_results_are_written_to_such_a_folder(finished_project, project, tmp_path):
    folder = tmp_path / f"{EVIL} {{x}}"
    folder.mkdir()
    project.configure(lambda config: config["studies"]["gp"].update(n_calls=3))
    figure = "results/gp/plots/convergence.svg"
    project.run(figure, "--directory", str(folder), "--configfile", "config.yaml", cores=1)
    project.folder = folder
    assert first_trials(project) == first_trials(finished_project)


def test_a_project_whose_path_snakemake_takes_for_a_wildcard_is_refused(tmp_path):
    folder = tmp_path / "of {x}"
    folder.mkdir()
    project = Project(folder / "project", Path("/no/images"))
    said = project.run("--dry-run", succeeds=False)
    assert f"{folder}/project: found a brace in the project's path, expected none" in said
