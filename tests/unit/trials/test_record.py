import contextlib
import json
from dataclasses import replace

import pytest

from sametrials.common.errors import SearchError
from sametrials.trials.record import TrialRecord, read_best_trial, read_record, write_record
from searched import change_record
from simulated import record_of

RECORD = TrialRecord(
    trial=3,
    state="complete",
    hyper_parameters={"x": 0.1 + 0.2, "kind": "relu"},
    metric="val_loss",
    value=1e-5,
    seed=7,
    history={"val_loss": [0.5, 1e-5], "loss": [None, 0.1]},
    fingerprint={"settings": "s", "history": "h"},
    timings={"start": 100.0, "suggest": 9.0, "wait": 1.0, "train": 2.0},
    worker=1,
    versions={"python": "3.11"},
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "trials" / "0003.json"


@pytest.mark.parametrize(
    ("metric", "key"),
    [("val_accuracy", "accuracy"), ("val_loss", "val_loss"), ("result", "result")],
)
def test_the_value_stands_in_the_file_under_the_name_of_its_metric(path, metric, key):
    record = replace(RECORD, metric=metric, value=0.25)
    write_record(path, record)
    content = json.loads(path.read_text())
    assert content[key] == 0.25
    assert content["metric"] == metric
    assert "value" not in content
    assert list(content).index(key) == list(content).index("metric") + 1
    assert read_record(path) == record


def test_a_record_of_a_failed_trial_has_its_metric_and_no_value(path):
    failed = replace(RECORD, state="failed", value=None, error="why", traceback="where")
    write_record(path, failed)
    assert json.loads(path.read_text())["val_loss"] is None
    assert read_record(path) == failed


def test_a_copy_of_a_record_may_have_another_name(path):
    write_record(path.with_name("best_trial.json"), RECORD)
    assert read_best_trial(path.with_name("best_trial.json")) == RECORD
    with pytest.raises(ValueError, match="expected the one that the file is named for"):
        read_record(path.with_name("best_trial.json"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"state": "done"}, "expected one of complete, pruned, failed"),
        ({"fingerprint": None}, "a mapping as fingerprint"),
        ({"val_loss": None}, "expected a number as val_loss"),
        ({"val_loss": "0.5"}, "expected a number as val_loss"),
        ({"state": "failed"}, "none of a failed trial"),
        ({"trial": 4}, "found trial 4"),
        ({"metric": "val_auc"}, "the name of the metric"),
        ({"metric": None}, "the name of the metric"),
        ({"surprise": 1}, "expected a mapping with the keys trial, state"),
    ],
    ids=str,
)
def test_a_file_that_is_no_whole_record_is_told_with_what_is_wrong(path, changes, message):
    write_record(path, RECORD)
    change_record(path, **changes)
    with pytest.raises(ValueError, match=message):
        read_record(path)


@pytest.mark.parametrize("content", ["[]", "null", "3", '"text"', "{}", ""])
def test_a_file_that_holds_something_else_is_no_record(path, content):
    path.parent.mkdir()
    path.write_text(content)
    with pytest.raises(ValueError, match=r"found no digest|Expecting value"):
        read_record(path)


def test_any_changed_bit_of_a_record_is_noticed_or_says_the_same(path):
    write_record(path, RECORD)
    written = path.read_bytes()
    for bit in range(8 * len(written)):
        changed = bytearray(written)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        with contextlib.suppress(ValueError):
            assert read_record(path) == RECORD


def test_the_record_of_another_trial_is_not_taken_for_this_one_s(path):
    write_record(path.with_name("0004.json"), RECORD)
    with pytest.raises(ValueError, match="found trial 3, expected the one that the file is named"):
        read_record(path.with_name("0004.json"))


def test_the_best_trial_that_was_changed_is_told_with_what_to_do(tmp_path):
    path = tmp_path / "best_trial.json"
    write_record(path, RECORD)
    path.write_text(path.read_text().replace('"seed": 7', '"seed": 8'))
    with pytest.raises(SearchError, match=r"best_trial\.json: found .*--forcerun collect_results"):
        read_best_trial(path)


def test_the_steps_of_a_trial_are_those_that_any_metric_has_reported():
    assert RECORD.steps == 2
    assert record_of(0, 0.5).steps == 0
    assert record_of(0, None, history={"a": [0.1, 0.2, None], "b": [1.0]}).steps == 3


def test_a_trial_was_trained_from_its_start_on_and_suggested_before():
    assert RECORD.span == (100.0, 103.0)
    assert record_of(0, 0.5).span is None
