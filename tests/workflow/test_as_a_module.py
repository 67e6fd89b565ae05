"""The workflow as a module of another one: below a prefix, twice, from a read-only checkout."""

import copy
import http.server
import json
import shutil
import stat
import subprocess
import sys
import threading
from functools import partial
from pathlib import Path

import pytest
import yaml

from hosted import NAME, host
from project import DIFFERING, REPOSITORY, Project, jobs, kill

FUNCTION = """
def train(hyper_parameters, data, seed, report):
    report(0, cost=1.0 + hyper_parameters["x"] ** 2)
    return {"cost": (hyper_parameters["x"] - 0.3) ** 2}
"""
ONE_DIMENSION = {
    "trial": "my_trial.py",
    "objective": {"metric": "cost", "direction": "minimize"},
    "search_space": {"x": {"type": "real", "low": -1, "high": 1}},
    "studies": {"gp": {"n_calls": 2, "n_initial_points": 1, "window": 2}},
    "figures": {"formats": ["svg"]},
}
TWO_MODULES = """
configfile: "config.yaml"

rule all:
    input:
        "best.txt",

module net:
    snakefile: config["workflow"] + "/Snakefile"
    config: config["search"]["net"]
    prefix: "first"

module function:
    snakefile: config["workflow"] + "/workflow/Snakefile"
    config: config["search"]["function"]
    prefix: "second/of two"

use rule * from net as net_*
use rule * from function as function_*

use rule run_search from net as net_run_search with:
    threads: 2

rule use_best:
    input:
        "first/results/gp/best_trial.json",
        "first/results/gp/best_model.keras",
        "second/of two/results/gp/best_trial.json",
        "second/of two/results/gp/plots/convergence.svg",
    output:
        "best.txt",
    shell:
        "cat {input[0]:q} {input[2]:q} > {output}; wc -c < {input[1]:q} >> {output}"
"""
ONE_MODULE = """
configfile: "config.yaml"

module alone:
    snakefile: {}
    config: config

use rule * from alone
"""
WITHOUT_PRIVILEGE = """
import ctypes, os, sys
ctypes.CDLL(None).prctl(24, 1, 0, 0, 0)
os.execv(sys.argv[1], sys.argv[1:])
"""
NOT_OF_A_RUN = (".snakemake", "my_trial.py", "Snakefile", "config.yaml", "images")


class Outer(Project):
    """A workflow of a user's, in a folder of its own beside the checkout."""

    def __init__(self, folder: Path, checkout: Project, snakefile: str, config: dict):
        self.folder, self.config = folder, config
        self.snakemake, self.environment = checkout.snakemake, checkout.environment
        folder.mkdir()
        (folder / "Snakefile").write_text(snakefile)
        (folder / "my_trial.py").write_text(FUNCTION)

    def files(self) -> set[str]:
        """The files that a run has made."""
        made = (path for path in self.folder.iterdir() if path.name not in NOT_OF_A_RUN)
        return {path.name for path in made}


def make_checkout(folder: Path) -> Project:
    checkout = Project(folder, REPOSITORY / "tests" / "data")
    shutil.copytree(REPOSITORY / "workflow", folder / "workflow")
    # The system's administrator may write everywhere, unless this capability is dropped.
    checkout.snakemake = [sys.executable, "-c", WITHOUT_PRIVILEGE, *checkout.snakemake]
    return checkout


def forbid_writing(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def of_images(images: Path, checkout: Project) -> dict:
    """The section `dataset` whose files come from a folder."""
    dataset = copy.deepcopy(checkout.config["dataset"])
    for file in dataset["files"].values():
        [source] = file["sources"]
        file["sources"] = [f"file:///nowhere/{Path(source).name}"]
    return dataset | {"mirrors": [images.as_uri()]}


@pytest.fixture(scope="module")
def checkout(tmp_path_factory):
    checkout = make_checkout(tmp_path_factory.mktemp("module") / "checkout")
    forbid_writing(checkout.folder)
    yield checkout
    for path in (checkout.folder, *checkout.folder.rglob("*")):
        path.chmod(path.stat().st_mode | stat.S_IWUSR)


@pytest.fixture(scope="module")
def outer(checkout):
    """A workflow with two modules, killed in the first search and resumed."""
    folder = checkout.folder.parent
    searches = {"net": copy.deepcopy(checkout.config), "function": copy.deepcopy(ONE_DIMENSION)}
    for name, config in searches.items():
        images = folder / f"images of {name}"
        images.symlink_to(REPOSITORY / "tests" / "data")
        config["dataset"] = of_images(images, checkout)
    searches["net"]["studies"]["gp"]["n_calls"] = 3
    searches["function"]["dispatch"] = "jobs"
    config = {"workflow": str(checkout.folder), "search": searches}
    outer = Outer(folder / "outer", checkout, TWO_MODULES, config)
    process = outer.start("first/results/gp/search.json")
    outer.path = lambda name: outer.folder / "first" / "results" / "gp" / name
    outer.wait_for_trials(process, 1)
    kill(process)
    outer.said_at_first = process.stdout.read()
    outer.said = outer.run("--rerun-incomplete", "--nolock")
    return outer


@pytest.fixture(scope="module")
def alone(checkout, outer):
    """The search of the second module by itself, in another folder (--directory)."""
    alone = Outer(
        checkout.folder.parent / "alone", checkout, "", outer.config["search"]["function"]
    )
    data = Path("results") / "data"
    shutil.copytree(
        outer.folder / "second" / "of two" / data, alone.folder / data
    )  # saves its steps
    snakefile = str(checkout.folder / "Snakefile")
    arguments = ("--snakefile", snakefile, "--config", "dispatch=process")
    alone.said = alone.run("results/gp/trials.csv", *arguments)
    return alone


def records(folder: Path) -> dict[str, dict]:
    found = {path.name: json.loads(path.read_text()) for path in folder.glob("trials/*.json")}
    return {
        name: {key: record[key] for key in record if key not in DIFFERING}
        for name, record in found.items()
    }


def test_all_that_is_written_lies_below_the_prefixes(outer, checkout):
    assert outer.files() == {"first", "second", "best.txt"}
    assert {path.name for path in (outer.folder / "second").iterdir()} == {"of two"}
    assert not (checkout.folder / "results").exists()
    assert not (checkout.folder / ".snakemake").exists()
    for metadata in (outer.folder / ".snakemake" / "metadata").rglob("*"):
        params = json.loads(metadata.read_text())["params"] if metadata.is_file() else []
        assert not [value for value in params if "first/" in value or "second/" in value]
    kept = outer.folder / "first/results/data/downloads/digits/train-labels-idx1-ubyte"
    assert kept.exists()


def test_a_rule_of_the_others_uses_the_best_trial_and_the_best_model(outer):
    best = (outer.folder / "best.txt").read_text()
    assert '"accuracy"' in best
    assert '"cost"' in best
    assert int(best.split()[-1]) > 1000


def test_a_killed_module_goes_on_and_has_the_trials_of_the_workflow_alone(outer, finished_project):
    found = records(outer.folder / "first" / "results" / "gp")
    assert len(found) == 3
    assert found.items() <= finished_project.records().items()


def test_jobs_of_a_module_give_the_table_of_the_workflow_alone(outer, alone):
    of_the_module = outer.folder / "second" / "of two" / "results" / "gp"
    assert (of_the_module / "trials.csv").read_bytes() == alone.path("trials.csv").read_bytes()
    assert records(of_the_module) == alone.records()


def test_each_module_has_its_own_mirrors(outer):
    for said, name, other in (
        (outer.said_at_first, "net", "function"),
        (outer.said, "function", "net"),
    ):
        assert f"images%20of%20{name}/" in said
        assert f"images%20of%20{other}/" not in said


def test_each_module_says_once_what_is_to_do(outer):
    lines = outer.said.splitlines()
    [net] = [line for line in lines if line.startswith("net (config.yaml): ")]
    assert net.endswith(" there)") or net.endswith("all 3 records are there")
    assert [line for line in lines if line.startswith("function (")] == [
        "function (config.yaml): gp, 2 trials to run"
    ]


def test_afterwards_nothing_is_to_be_done_and_the_report_has_both(outer):
    assert "Nothing to be done" in outer.run("--dry-run")
    outer.run("--report", "report.html")
    report = (outer.folder / "report.html").read_text()
    (outer.folder / "report.html").unlink()
    assert "function: gp" in report


def test_no_parameter_depends_on_the_module(alone, checkout):
    """What was made by the workflow itself is not made again by a module of it without a prefix."""
    snakefile = f'"{checkout.folder}/Snakefile"'
    (alone.folder / "Snakefile").write_text(ONE_MODULE.format(snakefile))
    listed = jobs(alone.run("--config", "dispatch=process", "--dry-run"))
    assert {"all", "plot_convergence"} <= set(
        listed
    )  # `all` of the module, since there is no other
    assert not {"split_dataset", "run_search", "collect_results"} & set(listed)


def test_from_a_git_address_the_library_comes_along(checkout, alone, tmp_path):
    hosted = f'github("{NAME}", path="workflow/Snakefile", tag="v1")'
    config = {**copy.deepcopy(alone.config), "dataset": None}
    outer = Outer(tmp_path / "hosted", checkout, ONE_MODULE.format(hosted), config)
    outer.environment = outer.environment | host(checkout.folder, tmp_path)
    outer.run("results/gp/search.json", "--config", "dispatch=process")
    assert [record["hyper_parameters"] for record in outer.records().values()] == [
        record["hyper_parameters"] for record in alone.records().values()
    ]


def test_another_address_is_refused_in_a_line(checkout, tmp_path):
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=checkout.folder)
    handler.log_message = lambda *_: None
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/Snakefile"
        outer = Outer(tmp_path / "web", checkout, ONE_MODULE.format(f'"{address}"'), {})
        said = outer.run("--dry-run", succeeds=False)
        server.shutdown()
    assert "found the workflow at an address, expected it in a folder or by github()" in said
    assert "Traceback" not in said


def test_two_copies_of_the_workflow_in_one_are_refused(checkout, outer, tmp_path):
    shutil.copytree(checkout.folder, tmp_path / "copy")
    other = TWO_MODULES.replace('config["workflow"] + "/workflow', 'config["copy"] + "/workflow')
    config = outer.config | {"copy": str(tmp_path / "copy")}
    said = Outer(tmp_path / "both", checkout, other, config).run("-n", succeeds=False)
    assert (
        f"{tmp_path}/copy/scripts: found another copy of the workflow in {checkout.folder}" in said
    )


def test_the_example_makes_a_forecast_from_the_best_model(checkout, tmp_path):
    example = REPOSITORY / "examples" / "as_a_module"
    ignored = shutil.ignore_patterns("tuning", ".snakemake", "forecast.csv", "logs", "__pycache__")
    shutil.copytree(example, tmp_path / "examples" / "as_a_module", ignore=ignored)
    for part in checkout.folder.iterdir():
        (tmp_path / part.name).symlink_to(part)
    folder = tmp_path / "examples" / "as_a_module"
    config = yaml.safe_load((folder / "config.yaml").read_text())
    config["tuning"]["studies"]["gp"]["n_calls"] = 3
    config["tuning"]["studies"]["gp"]["n_initial_points"] = 2
    (folder / "config.yaml").write_text(yaml.safe_dump(config, sort_keys=False))
    done = subprocess.run(
        [*checkout.snakemake, "--cores", "2"], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "forecast.csv").read_text().startswith("day,level\n10,")
