"""A copy of our workflow in a folder of its own, as a user has it after cloning."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

REPOSITORY = Path(__file__).parents[2]
PARTS = ("Snakefile", "profiles", "report", "rules", "schemas", "scripts", "envs")


def copy_workflow(folder: Path, config: Mapping[str, Any], images: str | Path) -> None:
    """Copy the workflow, write its config.yaml, and put the files of the data set into place.

    Parameters
    ----------
    folder
        Is made.
    config
        The whole configuration.
    images
        A folder with the four IDX files.
    """
    folder.mkdir()
    for part in PARTS:
        source = REPOSITORY / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    write_config(folder, config)
    kept = folder / "results" / "data" / "downloads" / config["dataset"]["name"]
    kept.mkdir(parents=True)
    for file in Path(images).iterdir():
        shutil.copy(file, kept)  # not a link: Snakemake touches what it has made


def write_config(folder: Path, config: Mapping[str, Any]) -> None:
    """Write config.yaml anew."""
    (folder / "config.yaml").write_text(yaml.safe_dump(dict(config), sort_keys=False))


def run_workflow(folder: Path, cores: int, arguments: Sequence[str] = ()) -> str:
    """Run `snakemake --cores ...` in a folder to its end; returns what it said.

    Raises
    ------
    subprocess.CalledProcessError
        It failed; what it said is on standard error.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "snakemake", "--cores", str(cores), *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        print(done.stdout, file=sys.stderr, flush=True)
        done.check_returncode()
    return done.stdout
