"""Studies through profiles/slurm on a real Slurm: of a network, and of a function under faults."""

import os
import re
import signal
from itertools import combinations

import pandas as pd
import pytest

from emulated import wait_for
from project import REPOSITORY, Project, jobs, kill
from sametrials.common.files import read_json
from submitted import submitted

TARGETS = ("results/gp/trials.csv",)
FIGURES = ("convergence", "distribution", "timeline", "slices", "learning_curves", "predictions")
SOME = (*TARGETS, *(f"results/gp/plots/{name}.svg" for name in FIGURES))

# It waits, as long as a network trains, and leaves the processors to Slurm.
FUNCTION = """
import time


def train(hyper_parameters, data, seed, report):
    time.sleep(5)
    return {"cost": (hyper_parameters["x"] - 0.3) ** 2 + seed / 2**40}
"""
HUNGRY = """
import time

import numpy as np


def train(hyper_parameters, data, seed, report):
    if hyper_parameters["kind"] == "flat":
        memory = np.ones(400_000_000)
        memory += 1
        time.sleep(60)  # until Slurm has looked
    return {"cost": hyper_parameters["x"] ** 2}
"""


@pytest.fixture(scope="session")
def expected(tmp_path_factory) -> str:
    """What trials.csv says when one process does it all."""
    project = Project(tmp_path_factory.mktemp("local") / "project", REPOSITORY / "tests" / "data")
    project.run(*TARGETS)
    return project.table()


@pytest.fixture(scope="session")
def expected_of_function(tmp_path_factory) -> str:
    """The same of the function."""
    folder = tmp_path_factory.mktemp("function") / "project"
    project = Project(folder, REPOSITORY / "tests" / "data")
    project.search_by_function(FUNCTION, n_calls=6)
    project.run(*TARGETS)
    return project.table()


@pytest.fixture(scope="module")
def finished(slurm, tmp_path_factory) -> Project:
    """A project run on Slurm as far as some figures, with the jobs that did it."""
    project = submitted(tmp_path_factory.mktemp("slurm") / "project")
    before = len(slurm.jobs())
    project.run(*SOME)
    project.jobs = slurm.jobs()[: len(slurm.jobs()) - before]
    return project


def trials_of(slurm, state: str = "all") -> list[dict[str, str]]:
    """The jobs of trials, newest first, each with its `trial`."""
    found = []
    for job in slurm.jobs(state):
        match = re.search(r"rule_run_trial_wildcards_gp_(\d+)", job["comment"])
        if match:
            found.append({**job, "trial": int(match[1])})
    return found


def test_the_trials_are_those_of_one_process(finished, expected):
    assert finished.table() == expected


def test_each_trial_is_one_job_and_suggestions_are_none(finished):
    rules = [re.match(r"rule_(\w+?)_wildcards|rule_(\w+)", job["comment"]) for job in finished.jobs]
    names = [match[1] or match[2] for match in rules if match]
    assert names.count("run_trial") == 6
    assert "suggest_trial" not in names


def test_some_figures_are_one_job(finished):
    drawing = [job for job in finished.jobs if "plot_" in job["comment"]]
    assert 1 <= len(drawing) <= 3
    assert all(finished.path(f"plots/{name}.svg").exists() for name in FIGURES)


def test_trials_of_one_window_run_at_the_same_time_on_different_nodes(slurm, finished):
    assert any(
        first["node"] != second["node"]
        and first["start"] < second["end"]
        and second["start"] < first["end"]
        for first, second in combinations(trials_of(slurm), 2)
    )


def test_afterwards_there_is_nothing_to_do(finished):
    assert "Nothing to be done" in finished.run("-n", *SOME)
    finished.config["studies"]["gp"]["n_calls"] = 7
    listed = jobs(finished.run("-n", *TARGETS))
    finished.config["studies"]["gp"]["n_calls"] = 6
    assert listed["run_trial"] == listed["suggest_trial"] == 1


def test_the_commands_of_slurm_do_as_well(slurm, tmp_path, expected_of_function):
    project = submitted(tmp_path / "project", "cluster-generic")
    project.search_by_function(FUNCTION, n_calls=6)
    process = project.start(*TARGETS)
    project.wait_for_trials(process, 1)
    wait_for(lambda: slurm.jobs("running"), 120)
    slurm.cancel(slurm.jobs("running")[0]["id"])
    said, _ = process.communicate(timeout=600)
    assert "Trying to restart job" in said
    assert process.returncode == 0, said
    assert project.table() == expected_of_function


def test_whatever_is_killed_the_trials_are_the_same(slurm, slurm_project, expected_of_function):
    slurm_project.search_by_function(FUNCTION, n_calls=6)

    def running():
        return trials_of(slurm, "running")

    # A job is cancelled: it is noticed, and tried again.
    process = slurm_project.start(*TARGETS)
    wait_for(running, 120)
    cancelled = running()[0]
    slurm.cancel(cancelled["id"])
    wait_for(lambda: cancelled["trial"] in {job["trial"] for job in running()}, 120)

    # Ctrl-C: the jobs are cancelled, and none of them counts as a failed trial.
    os.kill(process.pid, signal.SIGINT)
    said, _ = process.communicate(timeout=120)
    assert process.returncode != 0, said
    wait_for(lambda: not slurm.jobs("pending,running,completing"), 60)
    notes = slurm_project.path("jobs").glob("*.killed")
    assert not [note for note in notes if read_json(note)]

    # A node loses its power: what ran there runs elsewhere.
    process = slurm_project.start(*TARGETS)
    slurm_project.wait_for_trials(process, 1)
    wait_for(running, 120)
    lost = running()[0]
    slurm.kill_node(lost["node"])
    slurm_project.wait_for_trials(process, 4)

    # Snakemake itself is killed: finished trials are not submitted again.
    kill(process)
    slurm.start_node(lost["node"])
    recorded = {int(file.stem) for file in slurm_project.path("trials").glob("*.json")}
    done = {k for k in recorded if slurm_project.path(f"jobs/{k:04d}.finished.json").exists()}
    submitted_before = {job["id"] for job in trials_of(slurm)}
    slurm_project.run(*TARGETS)
    again = {job["trial"] for job in trials_of(slurm) if job["id"] not in submitted_before}
    assert not again & done
    assert slurm_project.table() == expected_of_function


def test_a_trial_over_its_memory_limit_is_recorded_and_the_study_goes_on(slurm_project):
    slurm_project.search_by_function(HUNGRY, n_calls=3)
    slurm_project.give_up_sooner()
    slurm_project.run(*TARGETS, "--set-resources", "run_trial:mem_mb=2000")
    table = pd.read_csv(slurm_project.path("trials.csv")).sort_values("trial")
    hungry = table["kind"] == "flat"
    assert 1 <= hungry.sum() <= 2
    assert list(table["state"] == "failed") == list(hungry)
    for trial in table["trial"][hungry]:
        error = read_json(slurm_project.path(f"trials/{trial:04d}.json"))["error"]
        assert "by the machine" in error
