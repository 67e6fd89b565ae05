"""What the files around the code say of each other."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
CONDA_NAMES = {"tensorflow-cpu": "tensorflow-cpu", "matplotlib": "matplotlib-base"}


def requirements() -> dict[str, str]:
    lines = (REPOSITORY / "requirements/run.in").read_text().splitlines()
    pins = (re.match(r"([a-z-]+)==([0-9.]+)", line) for line in lines)
    return {CONDA_NAMES.get(pin[1], pin[1]): pin[2] for pin in pins if pin}


@pytest.mark.parametrize("file", sorted((REPOSITORY / "envs").glob("*.yaml")), ids=lambda f: f.stem)
def test_a_conda_environment_has_the_versions_of_the_requirements(file):
    pinned = requirements()
    environment = yaml.safe_load(file.read_text())
    assert environment["channels"] == ["conda-forge", "nodefaults"]
    for dependency in environment["dependencies"]:
        name, version = dependency.split(" =")
        assert version == ("3.11" if name == "python" else pinned[name]), dependency


def test_every_package_is_locked_with_a_hash():
    locked = (REPOSITORY / "requirements/run.txt").read_text()
    for line in (REPOSITORY / "requirements/run.in").read_text().splitlines():
        if pin := re.match(r"([a-z-]+==[0-9.]+)", line):
            assert re.search(rf"^{re.escape(pin[1])} ;.*\\\n    --hash=sha256:", locked, re.M), pin[
                1
            ]


@pytest.mark.parametrize(
    "page", ["README.md", "config/README.md", "results/README.md", "CHANGELOG.md"]
)
def test_the_links_of_a_page_lead_to_files(page):
    text = (REPOSITORY / page).read_text()
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (REPOSITORY / page).parent.joinpath(link).exists(), link


def test_every_rule_has_a_docstring_a_log_and_an_environment():
    for file in (REPOSITORY / "rules").glob("*.smk"):
        for rule in re.split(r"^rule ", file.read_text(), flags=re.M)[1:]:
            name = rule.split(":")[0]
            assert '"""' in rule.splitlines()[1], name
            assert "    log:" in rule, name
            assert "    conda:" in rule, name


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text())
    assert project["version"] == citation["version"]
