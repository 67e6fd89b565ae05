import sys
from dataclasses import replace

import pytest

from sametrials.common.errors import SearchError
from sametrials.study.objective import Objective
from sametrials.trials import fingerprint as module
from sametrials.trials.deciding_code import Part
from sametrials.trials.fingerprint import (
    NO_HISTORY,
    engine_versions,
    extended_history,
    fingerprint,
    package_version,
    settings_digest,
)
from simulated import record_of

TASK = {"data": "digest", "training": {"epochs": 3}, "code": {"a.py": "digest"}}


def test_the_digest_changes_with_all_that_decides_a_trial_and_not_with_n_calls(study):
    digest = settings_digest(study, TASK)
    assert settings_digest(replace(study, n_calls=99, confirm=2, target=0.5), TASK) == digest
    others = {
        settings_digest(replace(study, seed=2), TASK),
        settings_digest(replace(study, objective=Objective("val_loss", "minimize")), TASK),
        settings_digest(replace(study, objective=Objective(epoch="best")), TASK),
        settings_digest(study, {**TASK, "training": {"epochs": 4}}),
        settings_digest(study, {**TASK, "data": "other"}),
        settings_digest(study, {}),
    }
    assert len(others | {digest}) == 7


def test_the_digest_changes_with_a_package_the_engine_and_the_environment(study, monkeypatch):
    digests = {settings_digest(study, TASK)}
    with monkeypatch.context() as patched:
        patched.setattr(module, "engine_versions", lambda: {**engine_versions(), "scipy": "9"})
        digests.add(settings_digest(study, TASK))
    with monkeypatch.context() as patched:
        patched.setattr(module, "ENGINE", [Part("study", version=99)])
        digests.add(settings_digest(study, TASK))
    with monkeypatch.context() as patched:
        patched.setattr(module, "NUMERICS", {"OMP_NUM_THREADS": "2"})
        digests.add(settings_digest(study, TASK))
    assert len(digests) == 4


def test_the_versions_are_those_that_are_installed():
    import sklearn

    assert engine_versions()["scikit-learn"] == sklearn.__version__
    assert engine_versions()["python"] == "{}.{}".format(*sys.version_info)
    assert package_version("no-such-package", "scikit-learn") == sklearn.__version__
    with pytest.raises(SearchError, match="no-such-package is not installed"):
        package_version("no-such-package", "nor-this")


def history_of(*records):
    history = NO_HISTORY
    for record in records:
        history = extended_history(history, record)
    return history


@pytest.mark.parametrize("changed", [0, 1, 2])
@pytest.mark.parametrize("change", [{"value": 0.6}, {"hyper_parameters": {"a": 2}}])
def test_the_history_is_what_all_the_trials_before_were_and_gave(changed, change):
    records = [record_of(trial, 0.5, hyper_parameters={"a": 1}) for trial in range(3)]
    history = history_of(*records)
    assert history_of(*(replace(each, worker=3, timings={"train": 1.0}) for each in records)) == (
        history
    )
    records[changed] = replace(records[changed], **change)
    assert history_of(*records) != history
    assert history_of(*records[:2]) != history


def test_the_fingerprint_is_that_of_settings_history_and_thresholds():
    history = history_of(record_of(0, 0.5))
    digests = [
        fingerprint("s", history, [0.1])["history"],
        fingerprint("s", history, [])["history"],
        fingerprint("s", NO_HISTORY, [])["history"],
    ]
    assert len(set(digests)) == 3
    assert fingerprint("s", history, [])["settings"] == "s"


def test_the_history_of_a_trial_of_a_list_is_its_entry_whatever_others_gave():
    one, other = {"a": 1}, {"a": 2}
    made = fingerprint("s", NO_HISTORY, [], one)
    assert made != fingerprint("s", NO_HISTORY, [], other)
    assert made != fingerprint("s", NO_HISTORY, [])
    assert made == fingerprint("s", history_of(record_of(0, 0.5)), [], one)
