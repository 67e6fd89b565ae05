"""Each suggestion and each trial as a job of Snakemake: `dispatch: jobs`."""

import re

import pytest

from project import DIFFERING, REPOSITORY, Project, jobs
from sametrials.common.files import read_json

AS_JOBS = ("results/gp/trials.csv", "--config", "dispatch=jobs")


@pytest.fixture(scope="module")
def jobs_project(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("jobs") / "project", REPOSITORY / "tests" / "data")
    project.config["studies"]["gp"]["n_calls"] = 4
    project.said = project.run(*AS_JOBS)
    return project


def test_each_suggestion_and_each_trial_is_a_job(jobs_project):
    listed = jobs(jobs_project.said)
    assert listed["suggest_trial"] == listed["run_trial"] == 4


def test_the_trials_are_those_of_one_process(jobs_project, finished_project):
    expected = finished_project.records()
    first = {name: expected[name] for name in sorted(expected)[:4]}
    assert jobs_project.records() == first


def test_afterwards_there_is_nothing_to_do(jobs_project):
    assert "Nothing to be done" in jobs_project.run("-n", *AS_JOBS)


def test_more_calls_add_their_own_jobs_only(jobs_project):
    jobs_project.config["studies"]["gp"]["n_calls"] = 6
    listed = jobs(jobs_project.run("-n", *AS_JOBS))
    jobs_project.config["studies"]["gp"]["n_calls"] = 4
    assert listed["suggest_trial"] == listed["run_trial"] == 2


def test_each_trial_adds_the_same_number_of_arrows(project):
    """With an arrow from every earlier trial, thousands of trials take minutes to plan."""
    n_arrows = []
    for n_calls in (20, 30, 40):
        project.config["studies"]["gp"]["n_calls"] = n_calls
        said = project.run("--dag=dot", "results/gp/search.json", "--config", "dispatch=jobs")
        n_arrows.append(said.count(" -> "))
    assert n_arrows[2] - n_arrows[1] == n_arrows[1] - n_arrows[0] == 10 * 6


@pytest.mark.parametrize(("key", "value"), [("confirm", 2), ("max_hours", 3), ("target", 0.99)])
def test_what_is_for_the_end_trains_no_trial_again(jobs_project, key, value):
    study = jobs_project.config["studies"]["gp"]
    study[key] = value
    listed = set(jobs(jobs_project.run("-n", *AS_JOBS)))
    del study[key]
    assert "run_search" in listed
    assert ("run_trial" in listed) == (key == "target")  # which a suggestion looks at


@pytest.mark.parametrize("study", [{}, {"optimizer": "random", "window": 7}], ids=["gp", "random"])
def test_few_arrows_per_job_imply_all_that_a_suggestion_may_see(project, study):
    n_calls = 30
    project.config["studies"] = {"gp": {"n_calls": n_calls, "window": 3, **study}}
    window = project.config["studies"]["gp"]["window"]
    needs = inputs(project.run("-n", *AS_JOBS))
    reached = {}
    for trial in range(n_calls):
        suggestion, finished = (
            f"results/gp/jobs/{trial:04d}.{what}.json" for what in ("suggestion", "finished")
        )
        for file in (suggestion, finished):
            assert len(needs[file]) <= 3
            reached[file] = set(needs[file]).union(*(reached.get(k, ()) for k in needs[file]))
        seen = {file for file in reached[suggestion] if file.endswith(".finished.json")}
        assert seen == {f"results/gp/jobs/{k:04d}.finished.json" for k in range(trial - window + 1)}
        assert len({file for file in reached[suggestion] if "suggestion" in file}) == trial


def inputs(said):
    """Read the inputs of each output out of what a dry run said."""
    jobs = re.findall(r"^    input: (.*)\n    output: (.*)$", said, re.MULTILINE)
    return {output: needed.split(", ") for needed, output in jobs}


def test_a_finished_search_goes_on_in_one_process_to_the_same_results(
    jobs_project, finished_project
):
    jobs_project.config["studies"]["gp"]["n_calls"] = 6
    said = jobs_project.run("results/gp/trials.csv", cores=1)
    assert said.count("gp: trial ") == 2
    assert "gp: trial 4 (" in said
    assert jobs_project.table() == finished_project.table()
    best, expected = (
        read_json(project.path("best_trial.json")) for project in (jobs_project, finished_project)
    )
    different = {key for key in expected if best[key] != expected[key]}
    assert different <= {*DIFFERING}
