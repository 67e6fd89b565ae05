"""Cases of the whole workflow with real trainings: Snakemake, or all that it started, is killed."""

import os
import random
import signal
import time
from pathlib import Path

from children import CaseError
from project import REPOSITORY, Project, kill

TABLE = "results/gp/trials.csv"
PATIENCE = 600
"""Seconds after which the workflow counts as hanging."""


def undisturbed(folder: Path) -> str:
    """Run the workflow without trouble, once."""
    project = _project(folder, "process")
    project.run(TABLE)
    return project.table()


def killed_workflow(folder: Path, rng: random.Random, undisturbed: str) -> None:
    """A signal to Snakemake or to its whole group at any moment, a few times."""
    project = _project(folder / "project", rng.choice(["process", "jobs"]))
    for _ in range(rng.randint(1, 3)):
        process = project.start(TABLE, cores=rng.randint(1, 3))
        time.sleep(rng.uniform(0, 30))
        number = rng.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
        send = rng.choice([os.kill, os.killpg])
        if process.poll() is None:
            send(process.pid, number)
        process.communicate(timeout=PATIENCE)
        kill(process)
        project.run("--unlock")
    said = project.run(TABLE, "--rerun-incomplete")
    if project.table() != undisturbed:
        raise CaseError(f"found:\n{project.table()}\nexpected:\n{undisturbed}\n{said[-1500:]}")


def _project(folder: Path, dispatch: str) -> Project:
    folder.mkdir(parents=True, exist_ok=True)
    project = Project(folder, REPOSITORY / "tests" / "data")
    project.configure(lambda config: config.update(dispatch=dispatch))
    project.config["studies"]["gp"]["n_calls"] = 4  # with a suggestion of the surrogate
    return project


KINDS = (killed_workflow,)
