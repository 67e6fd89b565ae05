"""The workflow with each step in its conda environment."""

import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
import yaml

from environments import ENVIRONMENTS, SCRIPT_ENVIRONMENTS, imported_packages
from project import REPOSITORY, Project, jobs

FALLBACK = "Failed to install conda environment from pin file"
DOWNLOAD = ("results/data/raw/digits/train-images-idx3-ubyte",)


def prefixes(said: str) -> dict[str, str]:
    """Where snakemake said that it made an environment: name to path from the project."""
    made = r"Environment for \S*/(\w+)\.yaml created \(location: (\S+)\)"
    return dict(re.findall(made, said))


def notes(project: Project, command: str) -> list[dict]:
    """What the processes noted in whose command line this occurs."""
    found = [json.loads(file.read_text()) for file in project.notes.glob("*.json")]
    return [note for note in found if command in " ".join(note["command"])]


@pytest.mark.parametrize("script", sorted(SCRIPT_ENVIRONMENTS))
def test_a_script_runs_with_the_python_and_packages_of_its_environment(finished_project, script):
    prefix = prefixes(finished_project.created)[SCRIPT_ENVIRONMENTS[script]]
    environment = str(finished_project.folder / prefix)
    assert prefix.startswith(".snakemake/conda/")
    runs = notes(finished_project, f".{script}.py")
    assert runs
    packages = imported_packages(script)
    for run in runs:
        assert run["python"].startswith(environment)
        for module, file in run["modules"].items():
            if module.partition(".")[0] in packages:
                assert file.startswith(environment), module


def test_the_workers_run_in_the_environment_of_the_search(finished_project):
    prefix = finished_project.folder / prefixes(finished_project.created)["search"]
    workers = notes(finished_project, "multiprocessing.spawn")
    assert len(workers) >= 2
    assert all(note["python"].startswith(str(prefix)) for note in workers)


@pytest.mark.parametrize("file", ENVIRONMENTS, ids=lambda file: file.stem)
def test_an_environment_has_the_versions_of_its_file(conda, finished_project, file):
    prefix = finished_project.folder / prefixes(finished_project.created)[file.stem]
    listed = json.loads(conda.run("conda", "list", "--json", "--prefix", prefix))
    versions = {package["name"]: package["version"] for package in listed}
    for dependency in yaml.safe_load(file.read_text())["dependencies"]:
        name, version = re.match(r"(\S+) =([0-9.]+)", dependency).groups()
        assert versions[name] == version or name == "python", dependency
        assert versions[name].startswith(version)
    assert ("tensorflow" in versions) == (file.stem == "search")
    if file.stem == "download":
        assert list(versions) == ["python"]


def test_the_trials_are_those_of_the_environment_that_make_sets_up(finished_project, tmp_path):
    project = Project(tmp_path / "project", REPOSITORY / "tests" / "data")
    project.search_one_dimension(n_calls=4)
    said = project.run("results/gp/trials.csv")
    assert "conda" not in said
    assert project.table() == finished_project.table()


def test_from_pins_made_by_make_pins(conda, make_project, finished_project):
    project = make_project("pinned")
    for part in ("Makefile", "requirements"):
        copy = shutil.copytree if (REPOSITORY / part).is_dir() else shutil.copy
        copy(REPOSITORY / part, project.folder / part)
    (project.folder / ".venv").symlink_to(Path(sys.prefix))
    conda.run("make", "pins", cwd=project.folder)
    pins = sorted((project.folder / "envs").glob("*.linux-64.pin.txt"))
    assert [pin.name.partition(".")[0] for pin in pins] == [file.stem for file in ENVIRONMENTS]
    for pin in pins:
        urls = [line for line in pin.read_text().splitlines() if line.startswith("http")]
        assert urls
        assert all(
            re.fullmatch(r"http://127\.0\.0\.1:\d+/conda-forge/\S+#[0-9a-f]{32}", url)
            for url in urls
        )
    said = project.run("results/gp/trials.csv", "results/gp/plots/convergence.svg")
    assert said.count("Using pinnings from") == len(ENVIRONMENTS)
    assert FALLBACK not in said
    assert "strict channel priorities" not in said
    assert project.table() == finished_project.table()


def test_a_pin_with_another_md5_is_noticed(conda, make_project, finished_project):
    project = make_project("tampered_pin")
    prefix = finished_project.folder / prefixes(finished_project.created)["download"]
    pin = conda.run("conda", "list", "--explicit", "--md5", "--prefix", prefix)
    other = pin[:-2] + ("0" if pin[-2] != "0" else "1") + "\n"
    (project.folder / "envs/download.linux-64.pin.txt").write_text(other)
    said = project.run("--conda-create-envs-only", *DOWNLOAD)
    assert FALLBACK in said
    assert "ChecksumMismatchError" in said


def test_a_package_with_other_content_is_refused(conda, make_project):
    project = make_project("tampered_package")
    project.environment = conda.environment_with(project.folder / "home")
    (package,) = conda.folder.glob("channels/conda-forge/linux-64/python-3*.conda")
    content = bytearray(package.read_bytes())
    content[len(content) // 2] ^= 1
    genuine = package.rename(package.with_suffix(".genuine"))
    package.write_bytes(content)
    try:
        said = project.run("--conda-create-envs-only", *DOWNLOAD, succeeds=False)
    finally:
        genuine.rename(package)
    assert "ChecksumMismatchError" in said
    assert not project.folder.joinpath("results/data").exists()


@pytest.mark.parametrize("environment", ["figures", "search"])
def test_another_environment_reruns_what_runs_in_it(finished_project, environment):
    file = finished_project.folder / "envs" / f"{environment}.yaml"
    before = file.read_text()
    file.write_text(before.replace("=3.11\n", "=3.11\n  - tzdata =2026\n"))
    try:
        said = finished_project.run("-n", *finished_project.files)
    finally:
        file.write_text(before)
    # Which `dispatch: process`, and data in IDX files, do without.
    others = {"suggest_trial", "run_trial", "prepare_dataset"}
    scripts = {script for script, used in SCRIPT_ENVIRONMENTS.items() if used == environment}
    # A script has the name of its rule, but for that of the figures, which has a rule for each.
    figures = {"plot_convergence", "plot_slices"} if "plot_figure" in scripts else set()
    changed = scripts - others - {"plot_figure"} | figures
    listed = set(jobs(said))
    assert changed <= listed
    assert not {"download_dataset", "split_dataset"} & listed
    assert ("run_search" in listed) == (environment == "search")
    assert "Software environment definition has changed" in said


def test_nothing_changed_nothing_done(finished_project):
    assert "Nothing to be done" in finished_project.run(*finished_project.files)


FUNCTION = """
import sys

import sklearn


def train(hyper_parameters, data, seed, report):
    print(f"{sys.executable} has {sklearn.__file__}")
    return {"cost": hyper_parameters["x"] ** 2}
"""


def test_a_user_s_function_runs_in_a_conda_environment_of_its_own(make_project):
    project = make_project("own_environment")
    (project.folder / "my_trial.py").write_text(FUNCTION)
    (project.folder / "mine.yaml").write_text((REPOSITORY / "envs/figures.yaml").read_text())
    trial = {"file": "my_trial.py", "environment": "mine.yaml", "packages": ["scikit-learn"]}
    project.config = {
        "dataset": None,
        "trial": trial,
        "objective": {"metric": "cost", "direction": "minimize"},
        "search_space": {"x": {"type": "real", "low": -1, "high": 1}},
        "studies": {"gp": {"n_calls": 2, "n_initial_points": 2}},
    }
    project.run("results/gp/search.json")
    interpreter = (project.folder / "results/data/interpreter.txt").read_text().strip()
    prefix = str(project.folder / ".snakemake/conda")
    assert interpreter.startswith(prefix)
    log = (project.folder / "results/logs/gp/run_search.log").read_text()
    assert log.count(f"{interpreter} has {Path(interpreter).parents[1]}/") == 2
    versions = json.loads(project.path("trials/0000.json").read_text())["versions"]
    assert {"python of trial.environment", "scikit-learn"} <= set(versions)
    project.run("results/gp/jobs/0001.finished.json", "--config", "dispatch=jobs")
    assert "Nothing to be done" in project.run("results/gp/search.json")

    project.snakemake = project.snakemake[:1]
    said = project.run("-n", succeeds=False)
    assert "config: trial.environment: found mine.yaml, expected Snakemake to make conda" in said


def test_a_missing_conda_is_said(make_project, conda):
    project = make_project("no_conda")
    alone = conda.folder / "without_conda"
    alone.mkdir()
    (alone / "python").symlink_to(conda.bin / "python")
    project.environment = {**conda.environment, "PATH": f"{alone}{os.pathsep}{os.defpath}"}
    said = project.run(succeeds=False)
    assert "conda" in said
    assert "Is conda installed and accessible?" in said
    assert not project.folder.joinpath("results").exists()


def test_the_users_own_conda_settings_are_not_read(conda):
    sources = json.loads(conda.run("conda", "config", "--show-sources", "--json"))
    assert set(sources) - {"cmd_line"} == {f"{conda.environment['HOME']}/.condarc"}


def test_in_the_environment_that_make_sets_up_other_versions_make_the_trials_anew(
    finished_project, tmp_path
):
    folder = tmp_path / "project"
    shutil.copytree(
        finished_project.folder, folder, symlinks=True, ignore=shutil.ignore_patterns("conda")
    )
    project = Project(folder.with_name("new"), REPOSITORY / "tests" / "data")
    project.folder = folder
    project.search_one_dimension(n_calls=4)
    records = {file.read_bytes() for file in project.path("trials").glob("*.json")}
    said = project.run("results/gp/trials.csv")
    assert "run_search" in jobs(said)
    assert records == {file.read_bytes() for file in project.path("superseded").rglob("*.json")}
    assert not records & {file.read_bytes() for file in project.path("trials").glob("*.json")}
    assert project.table() == finished_project.table()
