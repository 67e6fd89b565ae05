"""What is tried in small before the first trial."""

import io
import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from sametrials.common.errors import SearchError
from sametrials.common.files import write_sealed
from sametrials.search.as_jobs import suggest_trial, train_trial
from sametrials.search.in_process import run_search
from sametrials.search.rehearsal import first_points
from sametrials.search.setup import setup_of
from sametrials.trials.trial_files import TrialFiles
from simulated import DEFAULT_PARAMETERS, SimulatedTask, trials_begun


@dataclass(frozen=True)
class RehearsedTask(SimulatedTask):
    """Fails at the points that are in `bad`; both stages leave a file, the second reads it."""

    bad: tuple[int, ...] = ()
    error: str = "mistake"

    def rehearsal(self):
        return partial(_first, self), partial(_second, self)


def _first(task):
    def stage(job):
        job.model_path.write_text(f"{os.getpid()}")
        (task.folder / f"rehearsed-{job.trial}").write_text(str(job.hyper_parameters))
        if job.trial in task.bad:
            raise (SystemExit if task.error == "exit" else ValueError)(f"{task.error}\nline 2")

    return stage


def _second(task):
    def stage(job):
        assert job.model_path.read_text() != str(os.getpid())

    return stage


@pytest.fixture
def search(study, folder, begun):
    """Run the study, in this process or as jobs, with a rehearsal that fails at some points."""

    def run(**given):
        setup = setup_of(replace(study, n_calls=2), RehearsedTask(begun, **given))
        run_search(setup, folder=folder, workers=1, terminal=io.StringIO())

    return run


def rehearsed(begun: Path) -> list[str]:
    return sorted(path.name for path in begun.glob("rehearsed-*"))


def test_one_good_point_is_enough_and_nothing_is_left(search, begun, folder):
    search(bad=(0, 1))
    assert rehearsed(begun) == ["rehearsed-0", "rehearsed-1", "rehearsed-2"]
    assert trials_begun(begun) == [0, 1]
    assert not list(folder.rglob("*rehears*"))


@pytest.mark.parametrize("error", ["mistake", "exit"])
def test_if_no_point_is_good_the_search_ends_in_a_line_before_the_first_trial(
    search, begun, folder, error
):
    with pytest.raises(SearchError, match=rf"^found no point .* of 4 .*{error} line 2$") as refused:
        search(bad=(0, 1, 2, 3), error=error)
    assert "\n" not in str(refused.value)
    assert trials_begun(begun) == []
    assert not list(folder.rglob("*.json"))
    assert not list(folder.rglob("*rehears*"))


def test_a_long_reason_is_cut(search):
    with pytest.raises(SearchError) as refused:
        search(bad=(0, 1, 2, 3), error="x" * 10_000)
    assert len(str(refused.value)) < 500


def test_a_search_with_records_goes_on_without_one(search, begun, folder):
    search()
    next(folder.rglob("0001.json")).unlink()
    for file in begun.glob("rehearsed-*"):
        file.unlink()
    search(bad=(0, 1, 2, 3))
    assert rehearsed(begun) == []


def test_jobs_have_one_too(study, folder, begun):
    setup = setup_of(replace(study, n_calls=1), RehearsedTask(begun, bad=(0, 1, 2, 3)))
    write_sealed(TrialFiles(folder).suggestion(0), suggest_trial(setup, 0, folder))
    with pytest.raises(SearchError, match=r"^found no point"):
        train_trial(setup, 0, folder, print, 1)
    assert trials_begun(begun) == []
    setup = setup_of(replace(study, n_calls=1), RehearsedTask(begun, bad=(0, 1, 2)))
    train_trial(setup, 0, folder, print, 1)
    assert trials_begun(begun) == [0]


def test_the_points_are_the_default_one_and_others_of_the_study(study):
    points = first_points(study)
    assert points[0] == DEFAULT_PARAMETERS
    assert points == first_points(replace(study, n_calls=1))
    assert len(points) == len({tuple(point.values()) for point in points}) == 4
    listed = replace(study, optimizer="manual", points=[DEFAULT_PARAMETERS])
    assert first_points(listed) == [DEFAULT_PARAMETERS]
