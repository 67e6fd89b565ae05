"""The examples of examples/ that need no other packages, with few trials."""

import shutil

import pytest
import yaml

from project import REPOSITORY

EXAMPLES = REPOSITORY / "examples"
TABLE = "results/gp/trials.csv"


def run_example(project, name: str) -> str:
    """Run three trials of an example; returns their table."""
    for example in ("weather", name):  # the data of one are used by another
        shutil.copytree(
            EXAMPLES / example,
            project.folder.parent / example,
            ignore=shutil.ignore_patterns("results", ".snakemake"),
            dirs_exist_ok=True,
        )
    shutil.copytree(project.folder.parent / name, project.folder, dirs_exist_ok=True)
    project.config = yaml.safe_load((EXAMPLES / name / "config.yaml").read_text())
    project.config["studies"] = {"gp": {"n_calls": 3, "n_initial_points": 2, "window": 2}}
    project.config["figures"] = {"formats": ["svg"]}
    if "training" in project.config:
        project.config["training"]["epochs"] = 2
    project.run(TABLE, "results/gp/summary.html")
    expected = project.table()
    assert expected.count("complete") == 3
    page = project.path("summary.html").read_text()
    assert "images" not in page
    return expected


@pytest.mark.parametrize("name", ["diabetes", "weather"])
def test_an_example_with_a_network_runs_as_it_is(project, name):
    run_example(project, name)


@pytest.mark.parametrize("name", ["compression", "forest"])
def test_an_example_gives_the_same_trials_as_jobs(project, name):
    expected = run_example(project, name)
    (project.folder / "results").rename(project.folder / "at first")
    project.run(TABLE, "--config", "dispatch=jobs")
    assert project.table() == expected
