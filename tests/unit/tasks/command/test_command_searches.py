"""A search by a program: the same trials in parallel, killed and resumed, extended."""

import sys

import pytest

from sametrials.common.errors import ConfigError, SearchError
from sametrials.tasks.from_config import task_of
from users_trial import checked, facts_of, job, kill_after, search

PROGRAM = f"""#!{sys.executable}
import json, random, sys, time

given = json.load(sys.stdin)
x, kind = given["hyper_parameters"]["x"], given["hyper_parameters"]["kind"]
random.seed(given["seed"])
error = (x - 0.3) ** 2 + 0.2 * (kind == "flat") + 0.01 * random.random()
for step in range(3):
    print(json.dumps({{"step": step, "metrics": {{"val_error": error + 0.5**step}}}}), flush=True)
print(json.dumps({{"metrics": {{"val_error": error}}}}))
"""
TRIAL = {"command": ["./simulate", "--json"]}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """The folder of a run, with the user's program."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "simulate").write_text(PROGRAM)
    (tmp_path / "simulate").chmod(0o755)
    return tmp_path


def test_one_and_three_workers_killed_and_resumed_and_extended_give_the_same_trials(here):
    expected = facts_of(search(here / "one", TRIAL, 1))
    assert facts_of(search(here / "three", TRIAL, 3)) == expected
    kill_after(2, here / "killed", TRIAL)
    assert facts_of(search(here / "killed", TRIAL, 2)) == expected
    assert facts_of(search(here / "longer", TRIAL, 3, study={"n_calls": 5})) == expected[:5]
    assert facts_of(search(here / "longer", TRIAL, 3)) == expected
    assert {state for _, state, *_ in expected} == {"complete"}


def test_a_program_that_takes_too_long_or_fails_is_a_failed_trial_and_the_search_goes_on(here):
    trouble = 'time.sleep(600 if kind == "flat" else 0)\nassert x < 0.5, "too large"\n'
    (here / "simulate").write_text(PROGRAM.replace("random.seed", f"{trouble}random.seed"))
    study = {"trial_timeout": 5, "n_calls": 5, "n_initial_points": 5}
    records = search(here / "gp", TRIAL, 3, study=study).records
    errors = {record.error for record in records if record.state == "failed"}
    assert "it was not done after 5 seconds" in errors
    assert "the program ended with exit code 1: AssertionError: too large" in errors
    assert "complete" in {record.state for record in records}


def test_what_decides_a_trial_is_the_command_the_files_among_its_words_and_those_named(here):
    def identity(*more, **sections):
        trial = TRIAL | {"command": [*TRIAL["command"], *more]} | sections.pop("trial", {})
        return task_of(checked(trial, **sections), None).identity()

    def changed(new):
        return [key for key in first if first[key] != new[key]]

    first = identity()
    assert identity() == first
    assert first["files"].keys() == {"simulate"}
    (here / "settings.json").write_text("{}")
    assert changed(identity("settings.json")) == ["command", "files"]
    assert changed(identity("other.json")) == ["command"]
    assert changed(identity(trial={"files": ["settings.json"]})) == ["files"]
    assert changed(identity(constants={"y": 1})) == ["constants"]
    (here / "simulate").write_text(PROGRAM + "\n")
    assert changed(identity()) == ["files"]


def test_a_program_that_is_edited_during_the_search_trains_no_more_trials(here):
    task = task_of(checked(TRIAL), None)
    trainer = task.make_trainer()
    (here / "simulate").write_text(PROGRAM + "\n")
    with pytest.raises(SearchError, match="files simulate: found what was changed"):
        trainer(job(here))


def test_a_program_that_is_not_there_is_told_before_a_trial(here):
    with pytest.raises(
        ConfigError, match=r"config: trial.command: found no-such-program, expected"
    ):
        task_of(checked({"command": ["no-such-program"]}), None)


def test_a_program_that_does_not_repeat_is_told_plainly(here):
    trial = TRIAL | {"check_repeatable": True}
    assert search(here / "gp", trial, 2, study={"n_calls": 4}).records[0].state == "complete"
    (here / "simulate").write_text(PROGRAM.replace('random.seed(given["seed"])', ""))
    with pytest.raises(SearchError, match=r"(?s)check_repeatable: trial 0.*val_error after step 1"):
        search(here / "other", trial, 2)
