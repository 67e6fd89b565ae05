from pathlib import Path

import numpy as np
import pytest
from reported import POINT, confirmed, facts

from sametrials.common.files import write_json
from sametrials.data.arrays import Arrays, write_arrays
from sametrials.report.facts import Examples, read_facts
from sametrials.study.objective import Objective
from sametrials.trials.record import write_record
from sametrials.trials.trial_files import TrialFiles
from simulated import LOSS, record_of


def test_trials_are_equal_if_they_cannot_be_told_apart():
    assert facts((0.99, 0.989, 0.9)).equals["trial"].tolist() == [1, 2]
    assert facts((0.99, 0.989, 0.9), validation=10**6).equals["trial"].tolist() == [1]


@pytest.mark.parametrize(
    ("objective", "values"),
    [
        (LOSS, (1e-5, 1e-5, 1.0001e-5)),
        (Objective("val_score", "maximize"), (1e6, 1e6, 0.9999e6)),
        (Objective("accuracy"), (0.99, 0.99, 0.989)),  # of the training images
    ],
)
def test_without_a_standard_error_only_the_same_values_are_equal(objective, values):
    study = facts(values, objective=objective)
    assert study.equals["trial"].tolist() == [1, 2]
    assert study.error is None


def test_a_failed_trial_is_no_equal():
    study = facts((0.1,), objective=LOSS, best_trial=0, failed=[record_of(1, None)])
    assert study.equals["trial"].tolist() == [0]


def test_the_test_value_is_that_of_the_same_metric():
    study = facts((1e-5,), objective=LOSS, test=2e-5)
    assert (study.test_value, study.test_error) == (2e-5, None)
    assert facts(test=0.98).test_error == pytest.approx(0.0081, abs=1e-4)


def test_the_trainings_under_new_seeds_are_told_without_those_that_failed():
    assert facts().retrained is None
    study = facts(objective=LOSS, confirmed=confirmed([(0.1, 0.2, None)], "val_loss"))
    assert study.retrained == (None, 0.1, [0.2, None])


@pytest.mark.parametrize("objective", [Objective(), LOSS])
def test_the_files_of_a_study_are_read(tmp_path, objective):
    failed = record_of(3, None, metric=objective.metric, hyper_parameters=POINT, error="it broke")
    known = facts((0.3, 0.3, 0.3), objective=objective, failed=[failed])
    paths = files_of(known, tmp_path)
    study = read_facts("gp", known.config, tmp_path, **paths)
    assert study.best == known.best
    assert study.failed == [failed]
    assert study.trials.equals(known.trials)
    assert study.test_value == known.test_value
    assert study.confirmed is None
    assert study.examples == Examples("rows", 4, 2, 1, True)
    assert study.made_with == {
        "avx2": [0, 1],
        "native: GenuineIntel avx avx2 fma": [2],
        "unknown": [3],
    }


def test_the_classes_that_are_confused_most_often_are_named():
    counts = {"confusion_matrix": [[9, 0, 1], [2, 5, 2], [0, 0, 3]]}
    assert facts(measures=counts).confused == ("1", "0", 2, 9)
    names = {"classes": ["a cat", "a dog", "a cow"]}
    assert facts(measures=counts | names).confused == ("a dog", "a cat", 2, 9)
    assert facts(measures={"confusion_matrix": [[9, 0], [0, 5]]}).confused is None
    assert facts(measures={"r2": 0.5}).confused is None


def files_of(study, folder: Path) -> dict[str, Path]:
    """Write the files that a study left."""
    paths = {
        "trials": folder / "trials.csv",
        "timings": folder / "timings.csv",
        "best_trial": folder / "best_trial.json",
        "evaluation": folder / "evaluation.json",
        "data": folder / "data.npz",
    }
    parts = [
        each
        for size in (4, 2, 1)
        for each in (np.zeros((size, 2), np.float32), np.zeros(size, np.uint8))
    ]
    write_arrays(paths["data"], Arrays(*parts, columns=("one", "other")))
    study.trials.to_csv(paths["trials"], index=False)
    study.timings.to_csv(paths["timings"], index=False)
    write_record(paths["best_trial"], study.best)
    write_json(paths["evaluation"], study.evaluation)
    failed = {record.trial: record for record in study.failed}
    for trial in study.trials["trial"]:
        made_with = {"instructions": "avx2" if trial < 2 else "native: GenuineIntel avx avx2 fma"}
        record = failed.get(trial) or record_of(trial, 0.3, fingerprint=made_with)
        write_record(TrialFiles(folder).record(trial), record)
    return paths
