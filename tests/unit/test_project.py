"""What the files around the code say of each other."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

from environments import ENVIRONMENTS, SCRIPT_ENVIRONMENTS, imported_packages
from sametrials.figures.catalogue import ENTRIES

REPOSITORY = Path(__file__).parents[2]
CONDA_NAMES = {"tensorflow-cpu": "tensorflow", "matplotlib": "matplotlib-base"}
# Packages of conda-forge by the name they are imported by, where that is another.
IMPORTED_FROM = {
    "PIL": "matplotlib-base",  # which cannot be without it
    "matplotlib": "matplotlib-base",
    "skopt": "scikit-optimize",
    "sklearn": "scikit-learn",
    "yaml": "pyyaml",
}


def requirements(name: str) -> dict[str, str]:
    lines = (REPOSITORY / f"requirements/{name}.in").read_text().splitlines()
    pins = (re.match(r"([a-z0-9-]+)==([0-9.]+)", line) for line in lines)
    return {CONDA_NAMES.get(pin[1], pin[1]): pin[2] for pin in pins if pin}


def dependencies(environment: Path) -> dict[str, str]:
    lines = yaml.safe_load(environment.read_text())["dependencies"]
    return dict(re.fullmatch(r"(\S+) =([0-9.]+)(?:=cpu\*)?", line).groups() for line in lines)


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda file: file.stem)
def test_a_conda_environment_has_the_versions_of_the_requirements(file):
    pinned = {"python": "3.11", **requirements("run"), **requirements("channel")}
    assert yaml.safe_load(file.read_text())["channels"] == ["conda-forge", "nodefaults"]
    for name, version in dependencies(file).items():
        assert version == pinned[name], name


def test_conda_has_the_versions_of_make_but_for_tensorflow_and_what_it_wants():
    here, conda = requirements("run"), requirements("channel")
    others = {name for name in conda if name in here and conda[name] != here[name]}
    assert others == {"tensorflow", "tensorboard", "numpy"}


def test_the_environment_of_the_exports_has_what_they_import_in_the_versions_of_make():
    versions = dependencies(REPOSITORY / "envs" / "optional" / "export.yaml")
    locked = (REPOSITORY / "requirements" / "export.txt").read_text()
    assert versions.pop("python") == "3.11"
    for name, version in versions.items():
        assert f"\n{name}=={version} ;" in locked, name
    imported = {IMPORTED_FROM.get(name, name) for name in imported_packages("export_study")}
    assert {"mlflow-skinny" if name == "mlflow" else name for name in imported} == set(versions)


@pytest.mark.parametrize("script", sorted(SCRIPT_ENVIRONMENTS))
def test_a_script_runs_in_the_smallest_environment_that_serves_it(script):
    imported = {IMPORTED_FROM.get(name, name) for name in imported_packages(script)}
    sizes = {file.stem: len(dependencies(file)) for file in ENVIRONMENTS}
    serving = [file.stem for file in ENVIRONMENTS if imported <= set(dependencies(file))]
    assert min(serving, key=sizes.get) == SCRIPT_ENVIRONMENTS[script]


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda file: file.stem)
def test_a_conda_environment_has_nothing_that_is_not_imported_without_a_reason(file):
    imported = {
        IMPORTED_FROM.get(name, name)
        for script, environment in SCRIPT_ENVIRONMENTS.items()
        if environment == file.stem
        for name in imported_packages(script)
    }
    for name in set(dependencies(file)) - imported - {"python"}:
        assert re.search(rf"^  - {name} =\S+ # \w", file.read_text(), re.M), name


def test_every_package_is_locked_with_a_hash():
    locked = (REPOSITORY / "requirements/run.txt").read_text()
    for line in (REPOSITORY / "requirements/run.in").read_text().splitlines():
        if pin := re.match(r"([a-z0-9-]+==[0-9.]+)", line):
            assert re.search(rf"^{re.escape(pin[1])} ;.*\\\n    --hash=sha256:", locked, re.M), pin[
                1
            ]


@pytest.mark.parametrize(
    "page",
    [
        *("README.md", "CHANGELOG.md", "config/README.md", "results/README.md"),
        *sorted(f"docs/{file.name}" for file in (REPOSITORY / "docs").glob("*.md")),
    ],
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


def test_figures_and_pages_share_the_jobs_of_a_cluster():
    profile = yaml.safe_load((REPOSITORY / "profiles/slurm/config.yaml").read_text())
    rules = "".join(file.read_text() for file in (REPOSITORY / "rules").glob("*.smk"))
    names = re.findall(r"^rule ((?:describe|compare)_\w+):", rules, re.M)
    names += [f"plot_{entry.name}" for entry in ENTRIES]
    assert profile["groups"] == dict.fromkeys(names, "reports")


def test_the_rules_import_nothing_that_snakemake_does_not_bring():
    """Under `profiles/conda` Snakemake's own environment has no packages of this workflow."""
    rules = "".join(file.read_text() for file in (REPOSITORY / "rules").glob("*.smk"))
    modules = re.findall(r"^ *from (sametrials[\w.]*) import (\w+)", rules, re.M)
    assert len(modules) > 10
    for module, name in modules:
        path = module.replace(".", "/")
        if (REPOSITORY / "scripts" / path / f"{name}.py").exists():  # a module of a package
            path = f"{path}/{name}"
        assert imported_packages(path) <= {"yaml", "jsonschema"}, path


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    citation = yaml.safe_load((REPOSITORY / "CITATION.cff").read_text())
    assert project["version"] == citation["version"]
