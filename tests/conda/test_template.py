"""A project made by snakedeploy, which stands where `make pins` has it; no conda is needed."""

import os
import shutil
import subprocess
import sys

import yaml

from hosted import ADDRESS, host
from project import REPOSITORY, Project

SNAKEDEPLOY = REPOSITORY / ".venv" / "pins" / "bin" / "snakedeploy"
TRIAL = """
def train(hyper_parameters, data, seed, report):
    return {"cost": hyper_parameters["x"] ** 2}
"""
CONFIG = {
    "trial": "my_trial.py",
    "objective": {"metric": "cost", "direction": "minimize"},
    "search_space": {"x": {"type": "real", "low": -1, "high": 1}},
    "studies": {"gp": {"n_calls": 3, "n_initial_points": 2}},
}


def test_a_project_of_snakedeploy_runs(tmp_path):
    files = Project(tmp_path / "files", REPOSITORY / "tests" / "data").folder
    for part in ("config", "workflow"):
        shutil.copytree(REPOSITORY / part, files / part, symlinks=True)
    shutil.copy(REPOSITORY / "config.yaml", files)
    environment = dict(os.environ) | host(files, tmp_path)
    deployed = tmp_path / "deployed"
    deploy = [SNAKEDEPLOY, "deploy-workflow", ADDRESS, deployed, "--tag", "v1"]
    subprocess.run(deploy, check=True, env=environment)
    written = (deployed / "config" / "config.yaml").read_text()
    assert written == (REPOSITORY / "config.yaml").read_text()
    run = [sys.executable, "-m", "snakemake", "--cores", "2"]
    options = {"cwd": deployed, "env": environment, "capture_output": True, "text": True}
    planned = subprocess.run([*run, "-n"], **options)
    assert "(config/config.yaml): gp, 40 trials to run" in planned.stderr
    assert "rule all:" in planned.stdout + planned.stderr

    (deployed / "config" / "config.yaml").write_text(yaml.safe_dump(CONFIG))
    (deployed / "my_trial.py").write_text(TRIAL)
    done = subprocess.run([*run, "results/gp/trials.csv"], **options)
    assert done.returncode == 0, done.stderr
    assert (deployed / "results" / "gp" / "trials.csv").read_text().count("complete") == 3
