import random

import pytest
from searched_functions import SHORT, SPACE, distance, fails_at_five, points, table

from sametrials import ConfigError, SearchError, Study, load_records, minimize

SETTINGS = {name: value for name, value in SHORT.items() if name != "n_calls"}


def told(study, function, n_trials, chance):
    """Ask and tell in any order until so many trials were told."""
    out = []
    while len(study.records) < n_trials:
        while study.may_ask and len(out) + len(study.records) < n_trials:
            out.append(study.ask())
        trial = out.pop(chance.randrange(len(out)))
        try:
            study.tell(trial, function(trial.x))
        except OSError as error:
            study.tell(trial.number, error=f"{type(error).__name__}: {error}")
    return study


@pytest.mark.parametrize("order", range(4))
def test_the_trials_are_those_of_minimize_in_any_order(order):
    expected = minimize(fails_at_five, SPACE, **{**SHORT, "n_calls": 14})
    study = told(Study(SPACE, **SETTINGS), fails_at_five, 14, random.Random(order))
    assert table(study.records) == table(expected.records)
    result = study.result()
    assert (result.x, result.fun) == (expected.x, expected.fun)
    assert study.best == result.best


def test_what_was_told_is_there_after_a_crash_and_what_was_asked_is_asked_again(tmp_path):
    whole = minimize(distance, SPACE, **SHORT)
    study = Study(SPACE, folder=tmp_path, **SETTINGS)
    first = told(study, distance, 5, random.Random(1)).records
    out = [study.ask(), study.ask(), study.ask()]
    study.tell(out[1], distance(out[1].x))
    again = Study(SPACE, folder=tmp_path, **SETTINGS)
    assert again.records == [*first, study.records[-1]]
    assert [again.ask(), again.ask()] == [out[0], out[2]]
    assert not again.may_ask
    again = told(Study(SPACE, folder=tmp_path, **SETTINGS), distance, 9, random.Random(2))
    assert points(again.records) == points(whole.records)
    assert load_records(tmp_path) == again.records


def test_only_as_many_trials_are_out_as_the_window_has():
    study = Study(SPACE, **SETTINGS)
    trials = [study.ask() for _ in range(3)]
    assert [trial.number for trial in trials] == [0, 1, 2]
    assert not study.may_ask
    message = r"^ask: found 3 trials out \(0, 1, 2\) with window=3, expected fewer: tell trial 0"
    with pytest.raises(SearchError, match=message):
        study.ask()
    study.tell(trials[2], 1.0)
    assert not study.may_ask  # it waits for trial 0, not for just any
    study.tell(trials[0], 1.0)
    assert study.may_ask
    assert not study.done


def test_a_study_of_so_many_trials_ends():
    study = Study(SPACE, **SHORT)
    told(study, distance, 9, random.Random(1))
    assert study.done
    assert not study.may_ask
    with pytest.raises(SearchError, match=r"^ask: found all 9 trials told, expected no more"):
        study.ask()


def test_all_trials_may_be_out_at_the_end():
    study = Study(SPACE, **{**SHORT, "n_calls": 4})
    told(study, distance, 2, random.Random(1))
    study.ask(), study.ask()
    with pytest.raises(SearchError, match=r"^ask: found all 4 trials asked for, expected no more"):
        study.ask()


def test_a_study_ends_with_its_target():
    study = Study(SPACE, target=0.5, **SETTINGS)
    trial = study.ask()
    study.tell(trial, 0.4)
    assert study.done


@pytest.mark.parametrize("order", range(4))
def test_a_study_that_gets_no_better_ends_as_minimize_does_in_any_order(order):
    patient = {**SETTINGS, "stop_after": {"no_improvement": 3}}
    expected = minimize(distance, SPACE, n_calls=40, **patient)
    study, chance, out = Study(SPACE, **patient), random.Random(order), []
    while not study.done:
        while study.may_ask:
            out.append(study.ask())
        trial = out.pop(chance.randrange(len(out)))
        study.tell(trial, distance(trial.x))
    assert len(expected.records) < 40
    assert table(study.records) == table(expected.records)


def test_a_trial_has_a_seed_of_its_own_and_its_point_in_two_forms():
    study = Study(SPACE, **SETTINGS)
    one, other = study.ask(), study.ask()
    assert one.seed != other.seed
    assert one.x == list(one.parameters.values())
    assert list(one.parameters) == ["x0", "n"]
    one.parameters.clear()  # of the caller
    study.tell(one, 1.0)
    assert list(study.records[0].hyper_parameters) == ["x0", "n"]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ((None,), "it was told as failed"),
        ((), "it was told as failed"),
        ((float("nan"),), "found nan as result, expected a finite number"),
        (("high",), "found high as result, expected a finite number"),
    ],
    ids=str,
)
def test_what_is_no_number_is_a_failed_trial(told, error):
    study = Study(SPACE, **SETTINGS)
    study.tell(study.ask(), *told)
    assert (study.records[0].state, study.records[0].error) == ("failed", error)
    assert study.best is None
    with pytest.raises(SearchError, match="found no trial that has succeeded"):
        study.result()


def test_a_trial_that_is_not_out_cannot_be_told(tmp_path):
    study = Study(SPACE, folder=tmp_path, **SETTINGS)
    trial = study.ask()
    for number in (1, -1, "0", None, True, [0]):
        with pytest.raises(
            ConfigError, match=r"^tell: found .*, expected a trial that is out.*: 0"
        ):
            study.tell(number, 1.0)
    with pytest.raises(ConfigError, match="found a value and an error of trial 0"):
        study.tell(trial, 1.0, error="no")
    study.tell(trial, 1.0)
    with pytest.raises(ConfigError, match=r"^tell: found trial 0, told before.*: none is$"):
        study.tell(trial, 2.0)
    assert [record.value for record in load_records(tmp_path)] == [1.0]


def test_two_processes_cannot_tell_the_same_trial(tmp_path):
    one, other = (Study(SPACE, folder=tmp_path, **SETTINGS) for _ in range(2))
    trial, same = one.ask(), other.ask()
    one.tell(trial, 1.0)
    with pytest.raises(SearchError, match=r"0000\.json: found a record that another process"):
        other.tell(same, 2.0)
    assert [record.value for record in load_records(tmp_path)] == [1.0]


def test_failed_trials_are_asked_again_if_that_is_asked_for(tmp_path):
    study = Study(SPACE, folder=tmp_path, **SETTINGS)
    study.tell(study.ask(), error="a power cut")
    study.tell(study.ask(), 1.0)
    assert Study(SPACE, folder=tmp_path, **SETTINGS).ask().number == 2
    again = Study(SPACE, folder=tmp_path, retry_failed=True, **SETTINGS)
    trial = again.ask()
    assert trial.number == 0
    again.tell(trial, 2.0)
    assert [record.value for record in load_records(tmp_path)] == [2.0, 1.0]


def test_another_version_sets_the_records_aside(tmp_path):
    study = Study(SPACE, folder=tmp_path, **SETTINGS)
    study.tell(study.ask(), 1.0)
    with pytest.warns(UserWarning, match="1 trial records made under other settings"):
        assert not Study(SPACE, folder=tmp_path, version=2, **SETTINGS).records
    assert Study(SPACE, folder=tmp_path, **SETTINGS).ask().number == 1  # it is taken back


def test_a_list_of_points_is_asked_in_its_order():
    listed = [[0.1, 1], {"x0": 0.2, "n": 2}]
    study = Study(SPACE, optimizer="manual", points=listed)
    assert [study.ask().x, study.ask().x] == [[0.1, 1], [0.2, 2]]
    assert not study.may_ask


def test_arguments_that_make_no_sense_are_named():
    for arguments, message in (
        ({"window": 0}, "^window: found 0"),
        ({"n_calls": 2.5}, r"^n_calls: found 2\.5"),
        ({"optimizer": 3}, "^optimizer: found 3"),
        ({"optimizer": []}, "^optimizer: found an empty list"),
        ({"direction": None}, "^direction: found None"),
        ({"storage": "a.db"}, r"^storage: .*\(folder is what you look for\)"),
        ({"folder": 3}, "^folder: found 3"),
        ({"points": [[1]], "optimizer": "manual"}, r"^points\[0\]: found \[1\], expected a value"),
    ):
        with pytest.raises(ConfigError, match=message):
            Study(SPACE, **arguments)
