"""The examples of examples/ that need no other packages, with few trials."""

import shutil

import pytest
import yaml

from project import REPOSITORY

EXAMPLES = REPOSITORY / "examples"
TABLE = "results/gp/trials.csv"


@pytest.mark.parametrize("name", ["compression", "diabetes", "forest", "optimizers", "weather"])
def test_an_example_runs_as_it_is(project, name):
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
    project.run(TABLE, "results/gp/summary.html", cores=1)
    assert project.table().count("complete") == 3
    page = project.path("summary.html").read_text()
    assert "images" not in page
