from dataclasses import replace

import pytest

from hpo.common.errors import SearchError
from hpo.study.objective import Objective
from hpo.trials import fingerprint as module
from hpo.trials.fingerprint import engine_versions, fingerprint, package_version, settings_digest
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
        patched.setattr(module, "engine_code", lambda: {"hpo/study/space.py": "another"})
        digests.add(settings_digest(study, TASK))
    with monkeypatch.context() as patched:
        patched.setattr(module, "NUMERICS", {"OMP_NUM_THREADS": "2"})
        digests.add(settings_digest(study, TASK))
    assert len(digests) == 4


def test_the_versions_are_those_that_are_installed():
    import sklearn

    assert engine_versions()["scikit-learn"] == sklearn.__version__
    assert engine_versions()["python"] == "3.11"
    assert package_version("no-such-package", "scikit-learn") == sklearn.__version__
    with pytest.raises(SearchError, match="no-such-package is not installed"):
        package_version("no-such-package", "nor-this")


@pytest.mark.parametrize("change", [{"value": 0.6}, {"hyper_parameters": {"a": 2}}])
def test_the_history_is_what_the_trials_before_were_and_gave(change):
    record = record_of(0, 0.5, hyper_parameters={"a": 1})
    same = replace(record, worker=3, timings={"train": 1.0})
    assert fingerprint("s", [record], [0.1]) == fingerprint("s", [same], [0.1])
    assert fingerprint("s", [record], []) != fingerprint("s", [replace(record, **change)], [])
    assert fingerprint("s", [record], []) != fingerprint("s", [record], [0.1])
    assert fingerprint("s", [record], [])["settings"] == "s"


def test_the_history_of_a_trial_of_a_list_is_its_entry_whatever_others_gave():
    one, other = {"a": 1}, {"a": 2}
    assert fingerprint("s", [], [], one) != fingerprint("s", [], [], other)
    assert fingerprint("s", [], [], one) != fingerprint("s", [], [])
    assert fingerprint("s", [record_of(0, 0.5)], [], one) == fingerprint("s", [], [], one)
