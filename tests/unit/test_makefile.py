"""The Makefile in a folder whose path has all that shells, make and launchers stumble over."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
EVIL = 'a b\'s "q" #1 $HOME ü %s & {x}; *'
# Stands for Python: notes what it is started with, and makes another one where it should.
PYTHON = """#!/bin/sh
printf '%s' "$0" >> "$NOTES"
printf ' %s' "$@" >> "$NOTES"
echo ", PYTHONPATH=$PYTHONPATH" >> "$NOTES"
if [ "$2" = venv ]; then mkdir -p "$3/bin" && cp "$0" "$3/bin/python"; fi
"""


@pytest.fixture
def folder(tmp_path) -> Path:
    """The Makefile and what it sets up Python from, and no Python yet."""
    folder = tmp_path / EVIL
    folder.mkdir()
    shutil.copy(REPOSITORY / "Makefile", folder)
    shutil.copytree(REPOSITORY / "requirements", folder / "requirements")
    (tmp_path / "python3").write_text(PYTHON)
    (tmp_path / "python3").chmod(0o755)
    return folder


def make(folder: Path, *arguments: str, succeeds: bool = True) -> list[str]:
    """Run make with a Python that only notes; returns its notes, or what make said."""
    notes = folder.parent / "notes"
    notes.unlink(missing_ok=True)
    environment = os.environ | {"NOTES": str(notes), "PYTHONPATH": "/modules/of/the/user"}
    done = subprocess.run(
        ["make", "--no-print-directory", f"PYTHON={folder.parent}/python3", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
    )
    assert (done.returncode == 0) == succeeds, done.stderr
    return (notes.read_text() if succeeds else done.stdout).splitlines()


def test_python_is_set_up_and_the_search_is_run(folder):
    done = make(folder, "run", "CORES=2")
    assert done[-1] == ".venv/bin/python -m snakemake --cores 2, PYTHONPATH="
    assert any(" -m pip install " in line and "requirements/run.txt" in line for line in done)
    assert make(folder, "run", "CORES=2") == done[-1:]  # Python is there


def choose(folder: Path, **versions: str) -> subprocess.CompletedProcess:
    """Run make where the PATH has these Pythons only, each of which says that it is a version."""
    programs = folder.parent / "programs"
    programs.mkdir()
    for tool in ("sh", "make", "touch", "mkdir", "cp", "printf"):
        (programs / tool).symlink_to(shutil.which(tool))
    for name, version in versions.items():
        (programs / name.replace("_", ".")).write_text(
            f"""#!{sys.executable} -I
import sys
sys.version_info = ({version.replace(".", ", ")}, 0)
if sys.argv[1] == "--version":
    print("Python {version}")
elif sys.argv[1] == "-c":
    exec(sys.argv[2])
else:
    print("started:", *sys.argv)
"""
        )
        (programs / name.replace("_", ".")).chmod(0o755)
    return subprocess.run(
        ["make", "--no-print-directory", ".venv/bin/python"],
        cwd=folder,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize(
    ("versions", "chosen"),
    [
        ({"python3": "3.12", "python3_11": "3.11"}, "python3"),
        ({"python3": "3.10", "python3_12": "3.12", "python3_11": "3.11"}, "python3.12"),
        ({"python3": "3.14", "python3_13": "3.13"}, "python3.13"),
        ({"python3_11": "3.11"}, "python3.11"),
    ],
)
def test_the_first_python_that_is_suitable_is_chosen(folder, versions, chosen):
    done = choose(folder, **versions)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].endswith(f"/programs/{chosen} -m venv .venv")
    assert "started:" in done.stdout


@pytest.mark.parametrize(
    ("versions", "found"), [({"python3": "3.14"}, "Python 3.14"), ({}, "no python3")]
)
def test_it_is_said_what_to_install_where_no_python_is_suitable(folder, versions, found):
    done = choose(folder, **versions)
    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert f"found no Python 3.11, 3.12 or 3.13 on the PATH ({found}), expected one" in said
    assert "apt-get install python3" in said


def test_a_python_that_is_named_must_be_suitable_too(folder):
    old = folder.parent / "old"
    old.write_text("#!/bin/sh\necho found Python 2.7\nexit 1\n")
    old.chmod(0o755)
    assert make(folder, "env", f"PYTHON={old}", succeeds=False) == ["found Python 2.7"]
    assert not (folder / ".venv").exists()


def test_the_demo_and_the_report_are_made(folder):
    done = make(folder, "demo", "report")
    assert done[-3].startswith(".venv/bin/python -m snakemake --cores all --directory demo")
    assert done[-1].startswith(".venv/bin/python -m snakemake --report results/report.html")
    assert (folder / "demo").is_dir()


def test_another_environment_is_set_up_beside_it(folder):
    done = make(folder, "cluster")
    assert done[-1].startswith(".venv/cluster/bin/python -m pip install")


@pytest.mark.parametrize("status", [0, 1])
def test_it_is_set_up_by_uv_where_that_is_there_and_by_pip_where_it_fails(folder, status):
    (folder / ".venv/bin").mkdir(parents=True)
    for name, says in (("python", PYTHON), ("uv", f"{PYTHON}exit {status}\n")):
        (folder / ".venv/bin" / name).write_text(says)
        (folder / ".venv/bin" / name).chmod(0o755)
    done = make(folder, "cluster")
    assert done[1].startswith(".venv/bin/uv pip install")
    assert done[1].split(", ")[0].endswith("--require-hashes -r requirements/cluster.txt")
    assert len(done) == 2 + status


@pytest.mark.parametrize("results", ["results", 'demo\'s "results" & ü'])
def test_tensorboard_is_shown_the_logs_of_each_study_wherever_they_are(folder, results):
    for study in ("gp", "forest"):
        (folder / results / study / "tensorboard").mkdir(parents=True)
    done = make(folder, "tensorboard", f"RESULTS={results}")
    assert done[-1].startswith(f"{folder}/.venv/bin/python -m tensorboard.main --host 127.0.0.1")
    assert " --logdir_spec forest:forest/tensorboard,gp:gp/tensorboard," in done[-1]


def test_logs_that_are_not_there_are_missed_by_name(folder):
    said = make(folder, "tensorboard", "RESULTS=no such", succeeds=False)
    assert said[-1].startswith("no such: found no logs of trials, expected those of a search: run")
